import { app } from '../contenders/app.mjs';
import { articleWork, interleaved } from '../contenders/contender.mjs';
import { pytorch } from '../contenders/pytorch.mjs';
import { workerRival } from '../contenders/workerRival.mjs';

/** @typedef {import('../contenders/contender.mjs').Timing} Timing */

/**
 * Time per step, side by side: all contenders on the CPU, and all on WebGL.
 * @param {import('../bench.mjs').Bench} bench
 * @returns {Promise<{ wasm: Timing[], webgl: Timing[] }>}
 */
export async function measureSteps(bench) {
  const { isQuick } = bench.options;
  return {
    wasm: await interleaved(onWasm(bench), isQuick ? 2 : 7, bench.say),
    webgl: await interleaved(onWebGL(bench), isQuick ? 1 : 5, bench.say),
  };
}

/** @param {import('../bench.mjs').Bench} bench */
function onWasm(bench) {
  const { rivalPage: page, options } = bench;
  const minMs = options.isQuick ? 1_000 : 1_500;
  const slow = { minMs: 0, minSteps: 2 };
  return [
    app(bench, { id: 'app', title: 'App on WASM', backend: 'WASM', minMs: 2 * minMs, minSteps: 10 }),
    rival(page, 'bare', 'Bare loop on tfjs WASM', 'bareLoop', 'wasm', { minMs, minSteps: 10 }),
    rival(page, 'minimize', 'optimizer.minimize on tfjs WASM', 'optimizerMinimize', 'wasm', slow),
    rival(page, 'fit', 'model.fit on tfjs WASM', 'modelFit', 'wasm', slow),
    rival(page, 'jax-js', 'jax-js on WASM', 'jaxJs', 'wasm', { minMs, minSteps: 5 }),
    rival(page, 'convnetjs', 'ConvNetJS', 'convNetJs', 'wasm', { minMs: 0, minSteps: 1 }),
    rival(page, 'bare-webgl', 'Bare loop on tfjs WebGL', 'bareLoop', 'webgl', { minMs, minSteps: 10 }),
    pytorch(page, { id: 'torch-1', title: 'PyTorch on one core', threads: 1, minMs }),
    pytorch(page, { id: 'torch-all', title: 'PyTorch on all cores', threads: 'all', minMs }),
  ];
}

/** @param {import('../bench.mjs').Bench} bench */
function onWebGL(bench) {
  const { rivalPage: page, options } = bench;
  const minMs = options.isQuick ? 1_500 : 3_000;
  const few = { minMs, minSteps: 10 };
  const appAndBare = [
    app(bench, { id: 'app', title: 'App on WebGL', backend: 'WebGL', minMs, minSteps: 10 }),
    rival(page, 'bare', 'Bare loop on tfjs WebGL', 'bareLoop', 'webgl', few),
  ];
  // A software renderer takes a quarter of a second for a step.
  if (options.isQuick) return appAndBare;
  return [
    ...appAndBare,
    rival(page, 'minimize', 'optimizer.minimize on tfjs WebGL', 'optimizerMinimize', 'webgl', few),
    rival(page, 'fit', 'model.fit on tfjs WebGL', 'modelFit', 'webgl', few),
  ];
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} id
 * @param {string} title
 * @param {string} name
 * @param {'wasm' | 'webgl'} backend
 * @param {{ minMs: number, minSteps: number }} least
 */
function rival(page, id, title, name, backend, least) {
  return workerRival(page, {
    id,
    title,
    file: `${name}.worker.ts`,
    setup: { backend, work: articleWork },
    ...least,
  });
}
