import { articleWork } from '../contenders/contender.mjs';
import { ask, endWorkerRival, startWorkerRival } from '../contenders/workerRival.mjs';
import { median } from '../statistics.mjs';

/** @typedef {{ batch: number, upload: number, forward: number, backward: number, update: number, read: number }} Phases */

const phaseNames = /** @type {const} */ (['batch', 'upload', 'forward', 'backward', 'update', 'read']);

/**
 * Milliseconds in each phase of the bare loop's step, a wait after each.
 * @param {import('../bench.mjs').Bench} bench
 * @returns {Promise<{ wasm: Phases, webgl: Phases }>}
 */
export async function measurePhases({ rivalPage, options }) {
  const divisor = options.isQuick ? 3 : 1;
  return {
    wasm: await phasesOn(rivalPage, 'wasm', 30 / divisor),
    webgl: await phasesOn(rivalPage, 'webgl', 9 / divisor),
  };
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {'wasm' | 'webgl'} backend
 * @param {number} steps
 */
async function phasesOn(page, backend, steps) {
  const worker = await startWorkerRival(page, 'bareLoop.worker.ts', { backend, work: articleWork });
  /** @type {Phases[]} */
  const taken = [];
  // The first steps compile shaders and warm caches.
  for (let step = -2; step < steps; step++) {
    /** @type {Phases} */
    const phases = await ask(worker, { kind: 'phases' });
    if (step >= 0) taken.push(phases);
  }
  await endWorkerRival(worker);
  const medians = phaseNames.map((name) => [name, median(taken.map((phases) => phases[name]))]);
  return /** @type {Phases} */ (Object.fromEntries(medians));
}
