import { openApp, startRun, stopRun } from '../app/appRun.mjs';
import { observeSteps } from '../app/observe.mjs';
import { median } from '../statistics.mjs';

/** @typedef {{ hiddenUnits: number, batchSize: number, msPerStep: number }} Cost */

const hiddenUnits = [30, 60, 120, 240, 480, 1_024];
const batchSizes = [50, 100, 200, 400, 1_000, 2_000];

/** Above 200 hidden units, matrix products should dominate a step's time; the batch sizes are measured there. */
const manyHiddenUnits = 240;

/**
 * The page's time per step against hidden units at 400 pictures, and against batch size at 240 hidden units, on WASM.
 * @param {import('../bench.mjs').Bench} bench
 * @returns {Promise<Cost[]>}
 */
export async function measureScaling(bench) {
  const { isQuick } = bench.options;
  const sizes = [
    ...hiddenUnits.map((units) => ({ hiddenUnits: units, batchSize: 400 })),
    ...batchSizes
      .filter((size) => size !== 400)
      .map((size) => ({ hiddenUnits: manyHiddenUnits, batchSize: size })),
  ];
  const chosen = isQuick ? sizes.filter((_, index) => index % 3 === 0) : sizes;
  const rounds = isQuick ? 1 : 3;
  const page = await openApp(bench);
  const taken = chosen.map(() => /** @type {number[]} */ ([]));
  for (let round = 0; round < rounds; round++) {
    bench.say(`  round ${round + 1} of ${rounds}`);
    for (const [index, size] of chosen.entries()) {
      await startRun(page, { backend: 'WASM', ...size });
      const { steps, ms } = await observeSteps(page, { minMs: 1_000, minSteps: 4 });
      await stopRun(page);
      taken[index]?.push(ms / steps);
    }
  }
  await page.close();
  return chosen.map((size, index) => ({ ...size, msPerStep: median(taken[index] ?? []) }));
}
