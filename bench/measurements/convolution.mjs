import { networkLayers } from '../contenders/networks.mjs';
import { measureLayers } from './convolutionLayers.mjs';
import { measureNetworks } from './convolutionNetworks.mjs';

/**
 * @typedef {object} Convolutions
 * @property {import('./convolutionLayers.mjs').LayerCost[]} layers
 * @property {import('./convolutionNetworks.mjs').NetworkTimings[]} networks
 */

/**
 * This page's convolutions one by one, and steps and evaluations of convolutional networks beside the rivals.
 * @param {import('../bench.mjs').Bench} bench
 * @returns {Promise<Convolutions>}
 */
export async function measureConvolution(bench) {
  return {
    layers: await measureLayers(bench),
    networks: await measureNetworks(bench, await networkLayers()),
  };
}
