import { interleaved } from '../contenders/contender.mjs';
import { multiplyAdds } from '../contenders/networks.mjs';
import { pytorch } from '../contenders/pytorch.mjs';
import { workerRival } from '../contenders/workerRival.mjs';

/** @typedef {import('../../src/network/specification.ts').LayerSpec} LayerSpec */
/** @typedef {import('../rivals/convolution/task.ts').ConvolutionTask} ConvolutionTask */
/** @typedef {import('../rivals/rival.ts').TfjsBackend} TfjsBackend */

/**
 * @typedef {object} NetworkTimings
 * @property {string} network its name in the page
 * @property {string} title
 * @property {number} batchSize
 * @property {number} multiplyAdds of one image's forward pass
 * @property {import('../contenders/contender.mjs').Timing[]} timings
 */

/**
 * How a contender trains, where that is not a whole batch at a time.
 * @typedef {{ threads?: number, imagesAtOnce?: number, classifiedImages?: number }} Manner
 */

const tutorial = { network: 'convolutional', batchSize: 100 };
const record = { network: 'convolutional-record', batchSize: 400 };

/** For those that take seconds or minutes for a whole batch. Times are per step of the whole batch all the same. */
const aFew = { imagesAtOnce: 10, classifiedImages: 20 };
const veryFew = { imagesAtOnce: 4, classifiedImages: 8 };

/**
 * A software renderer takes seconds for a hundred images.
 * @param {import('../bench.mjs').Bench} bench
 */
function onWebGL({ options }) {
  return options.isQuick
    ? { imagesAtOnce: 25, classifiedImages: 50 }
    : { imagesAtOnce: 100, classifiedImages: 200 };
}

/**
 * Times of a step and of 1,000 classified images, side by side.
 * @param {import('../bench.mjs').Bench} bench
 * @param {Readonly<Record<string, readonly LayerSpec[]>>} layersOf
 * @returns {Promise<NetworkTimings[]>}
 */
export async function measureNetworks(bench, layersOf) {
  const rounds = bench.options.isQuick ? 2 : 7;
  const measured = [
    { ...tutorial, title: 'Tutorial network, steps of 100 images', entriesOf: tutorialEntries },
    { ...record, title: 'Record network, steps of 400 images', entriesOf: recordEntries },
  ];
  /** @type {NetworkTimings[]} */
  const results = [];
  for (const { network, title, batchSize, entriesOf } of measured) {
    bench.say(`  ${title}`);
    const layers = layersOf[network] ?? [];
    const timings = await interleaved(entriesOf(bench, layers), rounds, bench.say);
    results.push({ network, title, batchSize, multiplyAdds: multiplyAdds(layers), timings });
  }
  return results;
}

/**
 * @param {import('../bench.mjs').Bench} bench
 * @param {readonly LayerSpec[]} layers
 */
function tutorialEntries(bench, layers) {
  const { on, torch } = contenders(bench, tutorial, layers);
  return [
    on('wasm2', 'This page, WASM, two threads', 'page', 'wasm', { threads: 2 }),
    on('wasm1', 'This page, WASM, one thread', 'page', 'wasm'),
    torch('torch-1', 'PyTorch on one core', 1),
    torch('torch-all', 'PyTorch on all cores', 'all'),
    on('jax-js', 'jax-js on WASM', 'jaxJs', 'wasm', aFew),
    on('convnetjs', 'ConvNetJS', 'convNetJs', 'cpu', aFew),
    on('fit-cpu', 'model.fit on tfjs CPU', 'modelFit', 'cpu', veryFew),
    on('webgl', 'This page, WebGL', 'page', 'webgl', onWebGL(bench)),
    on('fit-webgl', 'model.fit on tfjs WebGL', 'modelFit', 'webgl', onWebGL(bench)),
    on(
      'tfjs-webgl',
      'This page’s step of tfjs’s operations, WebGL',
      'tfjsOperations',
      'webgl',
      onWebGL(bench),
    ),
  ];
}

/**
 * @param {import('../bench.mjs').Bench} bench
 * @param {readonly LayerSpec[]} layers
 */
function recordEntries(bench, layers) {
  const { on, torch } = contenders(bench, record, layers);
  return [
    on('wasm2', 'This page, WASM, two threads', 'page', 'wasm', { threads: 2 }),
    on('wasm2-100', 'This page, WASM, two threads', 'page', 'wasm', { threads: 2, imagesAtOnce: 100 }),
    on('wasm1', 'This page, WASM, one thread', 'page', 'wasm'),
    torch('torch-1', 'PyTorch on one core', 1),
    torch('torch-all', 'PyTorch on all cores', 'all'),
    on('tfjs-cpu', 'This page’s step of tfjs’s operations, CPU', 'tfjsOperations', 'cpu', veryFew),
    on('webgl', 'This page, WebGL', 'page', 'webgl', onWebGL(bench)),
    on(
      'tfjs-webgl',
      'This page’s step of tfjs’s operations, WebGL',
      'tfjsOperations',
      'webgl',
      onWebGL(bench),
    ),
  ];
}

/**
 * @param {import('../bench.mjs').Bench} bench
 * @param {{ network: string, batchSize: number }} work
 * @param {readonly LayerSpec[]} layers
 */
function contenders({ rivalPage: page, options }, { network, batchSize }, layers) {
  const minMs = options.isQuick ? 500 : 1_500;
  return {
    /**
     * @param {string} id
     * @param {string} title
     * @param {string} name
     * @param {TfjsBackend} backend
     * @param {Manner} [manner]
     */
    on(id, title, name, backend, { threads = 1, imagesAtOnce = batchSize, classifiedImages = 1_000 } = {}) {
      /** @type {ConvolutionTask} */
      const work = { network, layers, batchSize, imagesAtOnce, classifiedImages, threads };
      const parts = imagesAtOnce < batchSize ? `, ${imagesAtOnce} images at once` : '';
      return workerRival(page, {
        ...{ id, title: `${title}${parts}`, file: `convolution/${name}.worker.ts`, setup: { backend, work } },
        // Parts of a step count as parts.
        ...{ minMs, minSteps: 0, isClassifying: true },
      });
    },
    /**
     * @param {string} id
     * @param {string} title
     * @param {number | 'all'} threads
     */
    torch(id, title, threads) {
      const work = { layers, batchSize, learningRate: 1e-9, regConstant: 0, classifiedImages: 1_000 };
      return pytorch(page, { id, title, threads, minMs, work, isClassifying: true });
    },
  };
}
