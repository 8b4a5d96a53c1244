import { memoryUse } from '../../bench/app/heap.mjs';
import { observeSteps, tensorCount } from '../../bench/app/observe.mjs';

/**
 * What the run costs for a few seconds of it.
 * @typedef {object} Stretch
 * @property {number} step at its end
 * @property {number} msPerStep
 * @property {number} tensors
 * @property {number} pageHeap bytes, after a garbage collection
 * @property {number} workerHeaps bytes, likewise
 * @property {number} storedBytes what the browser counts of this origin
 * @property {string} [after] what had been done to the run before
 */

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<Stretch>}
 */
export async function stretchFrom(browser, page) {
  const { steps, ms } = await observeSteps(page, { leastMs: 6_000, leastSteps: 50 });
  const memory = await memoryUse(browser, page);
  return {
    step: await shownStep(page),
    msPerStep: ms / steps,
    tensors: await tensorCount(page),
    pageHeap: memory.pageHeap,
    workerHeaps: memory.workerHeaps,
    storedBytes: await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0),
  };
}

/** @param {import('@playwright/test').Page} page */
async function shownStep(page) {
  const text = (await page.getByText(/^Step [\d,]+ of [\d,]+$/).textContent()) ?? '';
  return Number(/^Step ([\d,]+)/.exec(text)?.[1]?.replaceAll(',', ''));
}
