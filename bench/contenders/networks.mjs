import { fileURLToPath } from 'node:url';
import { bundleWorker } from '../../commands/bundleWorker.mjs';

/** @typedef {import('../../src/network/specification.ts').LayerSpec} LayerSpec */

const source = fileURLToPath(new URL('../rivals/convolution/networks.ts', import.meta.url));

/**
 * The layers of the page's convolutional networks, from the page's own source, which this version of Node may not read as it is.
 * @returns {Promise<Readonly<Record<string, readonly LayerSpec[]>>>} by the networks' names
 */
export async function networkLayers() {
  const code = await bundleWorker(source);
  const { layersOf } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return layersOf;
}

/**
 * The multiplications of a forward pass of one image, each with its addition.
 * @param {readonly LayerSpec[]} layers
 */
export function multiplyAdds(layers) {
  return layers.reduce((sum, layer) => sum + multiplyAddsOf(layer), 0);
}

/** @param {LayerSpec} layer */
function multiplyAddsOf(layer) {
  const [height = 1, width = 1, filters = 1] = layer.output;
  switch (layer.kind) {
    case 'convolution':
    case 'whitening':
      return layer.size ** 2 * (layer.input.at(-1) ?? 1) * height * width * filters;
    case 'dense':
      return (layer.input.at(-1) ?? 1) * (layer.output.at(-1) ?? 1);
    default:
      return 0;
  }
}
