import { fileURLToPath } from 'node:url';
import { bundleWorker } from '../../commands/bundleWorker.mjs';
import { loadDataset, openTab, setParameter } from '../../commands/drivePage.mjs';
import { resumeRun, startRun, stopRun } from '../app/appRun.mjs';
import { longestTaskMs, observeSteps, watchTasks } from '../app/observe.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/**
 * What a person waits for, and the longest task of the main thread meanwhile.
 * @typedef {object} Wait
 * @property {number} ms
 * @property {number} longestTaskMs 0 where none took 50 ms
 */

/**
 * The page with so many runs and checkpoints stored.
 * @typedef {object} ListsCost
 * @property {number} runs
 * @property {number} checkpoints
 * @property {Wait} open from navigation until the pictures are ready, and three seconds of what follows
 * @property {Wait} restore from the press until the restored checkpoint is proved
 * @property {Wait} save from the press, while the run trains, until the checkpoint is listed
 * @property {number} msPerStep while the run trains, its lists on the page
 * @property {number} longestTrainingTaskMs likewise
 */

const fills = [
  { runs: 2, checkpoints: 4 },
  { runs: 300, checkpoints: 500 },
];

/**
 * The cost of long lists of runs and checkpoints, beside short ones.
 * @param {import('../bench.mjs').Bench} bench
 * @returns {Promise<ListsCost[]>}
 */
export async function measureLists(bench) {
  const code = await bundleWorker(fileURLToPath(new URL('../app/fillStores.ts', import.meta.url)));
  /** @type {ListsCost[]} */
  const costs = [];
  for (const { runs, checkpoints } of fills) {
    bench.say(`  ${runs} runs, ${checkpoints} checkpoints`);
    await forgetRuns(bench.rivalPage);
    await fillStores(bench.rivalPage, code, runs, checkpoints);
    costs.push({ runs, checkpoints, ...(await costOfLists(bench)) });
  }
  await forgetRuns(bench.rivalPage);
  return costs;
}

/** @param {import('../bench.mjs').Bench} bench */
async function costOfLists({ context, url, options }) {
  const page = await context.newPage();
  await page.addInitScript(watchTasks);
  const openedAt = performance.now();
  await page.goto(url);
  await loadDataset(page);
  const openMs = performance.now() - openedAt;
  await openTab(page, 'Runs');
  await checkpoints(page).first().waitFor();
  await page.waitForTimeout(3_000);
  const open = { ms: openMs, longestTaskMs: await longestTaskMs(page) };

  await startRun(page, { backend: 'WASM', hiddenUnits: 8, maxSteps: 40 });
  await page.getByText('Finished', { exact: true }).waitFor({ timeout: 60_000 });
  // What follows the end of a run is over when its checkpoint is listed.
  await checkpoints(page).first().filter({ hasText: 'end of the run' }).waitFor();
  await longestTaskMs(page);
  const restore = await waiting(page, async () => {
    await press(checkpoints(page).first().getByRole('button', { name: 'Restore' }));
    await page.getByText(/^Restored exactly/).waitFor({ timeout: 120_000 });
  });

  await setParameter(page, 'Max steps', 100_000);
  await resumeRun(page);
  await longestTaskMs(page);
  const { steps, ms } = await observeSteps(page, { minMs: options.isQuick ? 5_000 : 15_000, minSteps: 100 });
  const longestTrainingTaskMs = await longestTaskMs(page);
  const save = await waiting(page, async () => {
    await press(page.getByRole('button', { name: 'Save checkpoint' }));
    await checkpoints(page).filter({ hasText: 'saved by you' }).first().waitFor({ timeout: 120_000 });
  });
  await stopRun(page);
  await page.close();
  return { open, restore, save, msPerStep: ms / steps, longestTrainingTaskMs };
}

/** @param {Page} page */
function checkpoints(page) {
  return page.getByRole('list', { name: 'Checkpoints' }).getByRole('listitem');
}

/**
 * In the page, so that only the page's own time counts.
 * @param {import('@playwright/test').Locator} button
 */
async function press(button) {
  await button.evaluate((element) => {
    if (element instanceof HTMLElement) element.click();
  });
}

/**
 * @param {Page} page
 * @param {() => Promise<void>} work
 * @returns {Promise<Wait>}
 */
async function waiting(page, work) {
  const startedAt = performance.now();
  await work();
  const ms = performance.now() - startedAt;
  await page.waitForTimeout(1_000);
  return { ms, longestTaskMs: await longestTaskMs(page) };
}

/**
 * @param {Page} page a document of the page's origin
 * @param {string} code of `fillStores.ts`
 * @param {number} runs
 * @param {number} checkpoints
 */
async function fillStores(page, code, runs, checkpoints) {
  await page.evaluate(
    async ([source, ...counts]) => {
      const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
      const filling = await import(url);
      await filling.fillStores(...counts);
    },
    /** @type {const} */ ([code, runs, checkpoints]),
  );
}

/**
 * Deletes all runs and checkpoints, but not the pictures.
 * @param {Page} page a document of the page's origin
 */
async function forgetRuns(page) {
  await page.evaluate(async () => {
    localStorage.clear();
    const databases = await indexedDB.databases();
    for (const { name } of databases) {
      if (name === undefined || name === 'cifar-10') continue;
      await new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = resolve;
        request.onerror = () => reject(request.error);
      });
    }
  });
}
