import { ask, endWorkerRival, startWorker } from '../contenders/workerRival.mjs';
import { median } from '../statistics.mjs';

/** @typedef {import('../rivals/convolution/layers.ts').MeasuredLayer} MeasuredLayer */
/** @typedef {import('../rivals/convolution/layers.ts').Direction} Direction */
/** @typedef {'wasm1' | 'wasm2' | 'webgl'} PageBackend */

/**
 * Milliseconds of one convolution in one direction; null on a backend that could not be measured.
 * @typedef {{ layer: MeasuredLayer, direction: Direction, ms: Record<PageBackend, number | null> }} LayerCost
 */

/** @type {Record<PageBackend, { backend: 'wasm' | 'webgl', threads: number }>} */
const backends = {
  wasm1: { backend: 'wasm', threads: 1 },
  wasm2: { backend: 'wasm', threads: 2 },
  webgl: { backend: 'webgl', threads: 1 },
};
const backendNames = /** @type {PageBackend[]} */ (Object.keys(backends));

/**
 * @param {number} batchSize
 * @param {boolean} isRectified
 * @param {readonly (readonly [channels: number, filters: number, side: number, isPooled: boolean])[]} sizes
 * @returns {MeasuredLayer[]}
 */
function layersOf(batchSize, isRectified, sizes) {
  return sizes.map(([channels, filters, side, isPooled]) => ({
    ...{ channels, filters, side, isPooled },
    ...{ batchSize, isRectified },
  }));
}

/** Of the tutorial's network, of the record network, and of the record network for 90 %. */
export const measuredLayers = [
  ...layersOf(125, true, [
    [3, 16, 32, true],
    [16, 32, 16, true],
    [32, 64, 8, true],
  ]),
  ...layersOf(400, false, [
    [32, 32, 16, true],
    [64, 64, 8, true],
    [128, 128, 4, false],
    [48, 48, 15, false],
    [96, 192, 7, true],
  ]),
];

/** The first layer of a network has no layer before it that would need the derivative by its inputs. */
const pictureChannels = 3;

/**
 * The images of a layer on a backend: few on WebGL, where a software renderer takes a second for a few dozen. Times are scaled.
 * @param {PageBackend} backend
 * @param {MeasuredLayer} layer
 * @param {boolean} isQuick
 */
function imagesOf(backend, { batchSize }, isQuick) {
  return backend === 'webgl' ? Math.min(batchSize, isQuick ? 20 : 100) : batchSize;
}

/**
 * Each convolution in each direction, on each backend in turn.
 * @param {import('../bench.mjs').Bench} bench
 * @returns {Promise<LayerCost[]>}
 */
export async function measureLayers({ rivalPage, options, say }) {
  const rounds = options.isQuick ? 3 : 9;
  const operations = measuredLayers.flatMap((layer) =>
    directionsOf(layer).map((direction) => ({ layer, direction })),
  );
  const taken = operations.map((operation) => ({
    ...operation,
    ms: { wasm1: none(), wasm2: none(), webgl: none() },
  }));
  const workers = await startedWorkers(rivalPage, say);
  for (let round = 0; round < rounds; round++) {
    say(`  single convolutions, round ${round + 1} of ${rounds}`);
    for (const { layer, direction, ms } of taken) {
      for (const [name, worker] of workers) {
        // A software renderer takes long, and varies little.
        if (name === 'webgl' && options.isQuick && round > 0) continue;
        const images = imagesOf(name, layer, options.isQuick);
        /** @type {number} */
        const taking = await ask(worker, { kind: 'time', layer: { ...layer, batchSize: images }, direction });
        ms[name].push((taking * layer.batchSize) / images);
      }
    }
  }
  for (const [, worker] of workers) await endWorkerRival(worker);
  return taken.map(({ layer, direction, ms }) => ({
    layer,
    direction,
    ms: { wasm1: medianOf(ms.wasm1), wasm2: medianOf(ms.wasm2), webgl: medianOf(ms.webgl) },
  }));
}

/**
 * @param {MeasuredLayer} layer
 * @returns {Direction[]}
 */
function directionsOf({ channels }) {
  return channels === pictureChannels ? ['forward', 'byFilters'] : ['forward', 'byInputs', 'byFilters'];
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {(line: string) => void} say
 */
async function startedWorkers(page, say) {
  /** @type {[PageBackend, import('../contenders/workerRival.mjs').WorkerHandle][]} */
  const started = [];
  for (const name of backendNames) {
    const worker = await startWorker(page, 'convolution/layers.worker.ts');
    try {
      await ask(worker, { kind: 'start', ...backends[name] });
      started.push([name, worker]);
    } catch (error) {
      say(`  ${name} is left out: ${error instanceof Error ? error.message : error}`);
      await endWorkerRival(worker);
    }
  }
  return started;
}

/** @returns {number[]} */
function none() {
  return [];
}

/** @param {number[]} values */
function medianOf(values) {
  return values.length > 0 ? median(values) : null;
}
