import { readLog } from '../../commands/reproduction/readLog.mjs';
import { openApp, startRun } from '../app/appRun.mjs';
import { memoryUse } from '../app/heap.mjs';
import { tensorCount, waitForStep } from '../app/observe.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{ longestMs: number, blockedShare: number, longestWithoutChartsMs: number }} MainThread */
/** @typedef {{ step: number, tensors: number } & import('../app/heap.mjs').MemoryUse} MemoryAt */

/**
 * A run of the page, watched.
 * @typedef {object} Experiment
 * @property {import('../app/appRun.mjs').BackendLabel} backend
 * @property {number} steps
 * @property {number} totalSeconds as the training log says
 * @property {number} testAccuracy
 * @property {MainThread} mainThread between the two moments of `memory`
 * @property {readonly [MemoryAt, MemoryAt]} memory soon after the start and shortly before the end
 */

/**
 * The article's whole experiment on WASM, through the page: time, main thread and memory; then memory on WebGL.
 * @param {import('../bench.mjs').Bench} bench
 * @returns {Promise<Experiment[]>}
 */
export async function measureExperiment(bench) {
  const { isQuick, isLong } = bench.options;
  const runs = [await experiment(bench, 'WASM', { from: 100, steps: isQuick ? 400 : 2_000 })];
  if (isLong) runs.push(await experiment(bench, 'WASM', { from: 100, steps: 20_000 }));
  // A software renderer takes a quarter of a second for a step.
  if (!isQuick)
    runs.push(
      await experiment(bench, 'WebGL', isLong ? { from: 100, steps: 2_000 } : { from: 20, steps: 100 }),
    );
  return runs;
}

/**
 * @param {import('../bench.mjs').Bench} bench
 * @param {import('../app/appRun.mjs').BackendLabel} backend
 * @param {{ from: number, steps: number }} range
 * @returns {Promise<Experiment>}
 */
async function experiment(bench, backend, { from, steps }) {
  bench.say(`  ${steps} steps on ${backend} …`);
  const page = await openApp(bench);
  await startRun(page, { backend, maxSteps: steps });
  await waitForStep(page, from);
  const early = await memoryAt(bench, page);
  await watchMainThread(page);
  await waitForStep(page, Math.floor(0.97 * steps));
  const mainThread = await mainThreadUse(page);
  const late = await memoryAt(bench, page);
  await page.getByText('Finished', { exact: true }).waitFor({ timeout: 60 * 60_000 });
  const lines = page.getByRole('log', { name: 'Training log' }).locator('> *');
  const { totalSeconds, testAccuracy } = readLog((await lines.allTextContents()).join('\n'));
  await page.close();
  return { backend, steps, totalSeconds, testAccuracy, mainThread, memory: [early, late] };
}

/**
 * @param {import('../bench.mjs').Bench} bench
 * @param {Page} page
 * @returns {Promise<MemoryAt>}
 */
async function memoryAt({ browser }, page) {
  const shown = (await page.getByText(/^Step [\d,]+ of [\d,]+$/).textContent()) ?? '';
  const step = Number(/^Step ([\d,]+)/.exec(shown)?.[1]?.replaceAll(',', ''));
  const tensors = await tensorCount(page);
  return { step, tensors, ...(await memoryUse(browser, page)) };
}

/** @param {Page} page */
async function watchMainThread(page) {
  await page.evaluate(() => {
    /** @type {PerformanceEntry[]} */
    const longTasks = [];
    const observer = new PerformanceObserver((list) => longTasks.push(...list.getEntries()));
    observer.observe({ type: 'longtask' });
    performance.clearMeasures();
    Object.assign(window, { watch: { longTasks, observer, since: performance.now() } });
  });
}

/**
 * Long tasks are those over 50 ms. The page marks its drawing of charts, so that the rest can be told apart.
 * @param {Page} page
 * @returns {Promise<MainThread>}
 */
async function mainThreadUse(page) {
  return page.evaluate(() => {
    /** @type {{ longTasks: PerformanceEntry[], observer: PerformanceObserver, since: number }} */
    const { longTasks, observer, since } = Reflect.get(window, 'watch');
    longTasks.push(...observer.takeRecords());
    observer.disconnect();
    const redraws = performance.getEntriesByName('chart redraw', 'measure');
    const isRedraw = (/** @type {PerformanceEntry} */ task) =>
      redraws.some(
        ({ startTime, duration }) =>
          task.startTime < startTime + duration && startTime < task.startTime + task.duration,
      );
    const durations = longTasks.map(({ duration }) => duration);
    const others = longTasks.filter((task) => !isRedraw(task)).map(({ duration }) => duration);
    return {
      longestMs: Math.max(0, ...durations),
      longestWithoutChartsMs: Math.max(0, ...others),
      blockedShare: durations.reduce((sum, duration) => sum + duration, 0) / (performance.now() - since),
    };
  });
}
