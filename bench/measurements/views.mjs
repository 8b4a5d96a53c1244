import { openApp, startRun, stopRun } from '../app/appRun.mjs';
import { observeSteps } from '../app/observe.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/**
 * The cost of open Inspect views on WASM: a pair of values for each round.
 * @typedef {object} ViewsCost
 * @property {readonly number[]} closedMsPerStep with every view of Inspect closed
 * @property {readonly number[]} openMsPerStep with every view open, including their updates after checkpoints
 */

/**
 * Long enough that each stretch has a checkpoint, after which every open view is redrawn.
 * @param {import('../bench.mjs').Bench} bench
 * @returns {Promise<ViewsCost>}
 */
export async function measureViews(bench) {
  const stretch = bench.options.isQuick ? { minMs: 2_000, minSteps: 50 } : { minMs: 5_000, minSteps: 1_000 };
  const rounds = bench.options.isQuick ? 1 : 4;
  const page = await openApp(bench);
  await startRun(page, { backend: 'WASM' });
  /** @type {number[]} */
  const closedMsPerStep = [];
  /** @type {number[]} */
  const openMsPerStep = [];
  for (let round = 0; round < rounds; round++) {
    bench.say(`  round ${round + 1} of ${rounds}`);
    await setOpen(page, false);
    closedMsPerStep.push(await msPerStep(page, stretch));
    await setOpen(page, true);
    openMsPerStep.push(await msPerStep(page, stretch));
  }
  await stopRun(page);
  await page.close();
  return { closedMsPerStep, openMsPerStep };
}

/**
 * @param {Page} page
 * @param {{ minMs: number, minSteps: number }} stretch
 */
async function msPerStep(page, stretch) {
  const { steps, ms } = await observeSteps(page, stretch);
  return ms / steps;
}

/**
 * @param {Page} page
 * @param {boolean} isOpen
 */
async function setOpen(page, isOpen) {
  await page.evaluate((open) => {
    for (const details of document.querySelectorAll('#panel-inspect details')) {
      if (details instanceof HTMLDetailsElement) details.open = open;
    }
  }, isOpen);
  if (!isOpen) return;
  // Some views load only on request.
  const shows = page.locator('#panel-inspect').getByRole('button', { name: /^Show/ });
  for (const show of await shows.all()) await show.click();
}
