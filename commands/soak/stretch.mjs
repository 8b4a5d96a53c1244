import { memoryUse } from '../../bench/app/heap.mjs';
import { observeSteps, shownStep, tensorCount } from '../../bench/app/observe.mjs';

/**
 * What the run costs for a few seconds of it.
 * @typedef {object} Stretch
 * @property {number} step at its end
 * @property {number} msPerStep
 * @property {number} tensors
 * @property {number} pageHeap bytes, after a garbage collection
 * @property {number} workerHeaps bytes, likewise
 * @property {number} storedBytes what the browser counts of this origin
 * @property {number} checkpointBytes the checkpoints among them, which are kept until somebody deletes them
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
    checkpointBytes: await page.evaluate(checkpointBytes),
  };
}

/**
 * Of the page itself: what its IndexedDB says of the checkpoints in it.
 * @returns {Promise<number>}
 */
function checkpointBytes() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('cifar-10-checkpoints');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const reading = database.transaction('summaries').objectStore('summaries').getAll();
      reading.onerror = () => reject(reading.error);
      reading.onsuccess = () => {
        database.close();
        resolve(reading.result.reduce((sum, { byteLength }) => sum + byteLength, 0));
      };
    };
  });
}
