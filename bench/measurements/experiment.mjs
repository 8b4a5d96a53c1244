import { readLog } from '../../commands/reproduction/readLog.mjs';
import { openApp, startRun } from '../app/appRun.mjs';
import { memoryUse } from '../app/heap.mjs';
import { shownStep, tensorCount, waitForStep } from '../app/observe.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{ longestMs: number, blockedShare: number, longestWithoutChartsMs: number }} MainThread */
/** @typedef {{ step: number, tensors: number } & import('../app/heap.mjs').MemoryUse} MemoryAt */

/**
 * The measurements of a run of the page.
 * @typedef {object} Experiment
 * @property {number} run number of the run in the page, from 1: in the first, the browser compiles code, and keeps it
 * @property {import('../app/appRun.mjs').BackendLabel} backend
 * @property {number} steps
 * @property {number} totalSeconds from the training log
 * @property {number} testAccuracy
 * @property {MainThread} mainThread between the two moments of `memory`
 * @property {readonly [MemoryAt, MemoryAt]} memory soon after the start and shortly before the end
 */

/**
 * The article's whole experiment on WASM, through the page: time, main thread and memory; the same again in the same page; then
 * memory on WebGL.
 * @param {import('../bench.mjs').Bench} bench
 * @returns {Promise<Experiment[]>}
 */
export async function measureExperiment(bench) {
  const { isQuick, isLong } = bench.options;
  const article = { from: 100, steps: isQuick ? 400 : 2_000 };
  const ranges = [article, isLong ? { from: 100, steps: 20_000 } : article];
  const runs = await experiments(bench, 'WASM', ranges);
  if (isQuick) return runs;
  // A software renderer takes a quarter of a second for a step.
  const onWebGL = isLong ? { from: 100, steps: 2_000 } : { from: 20, steps: 100 };
  return [...runs, ...(await experiments(bench, 'WebGL', [onWebGL]))];
}

/** @typedef {{ from: number, steps: number }} Range */

/**
 * One run after the other in one page.
 * @param {import('../bench.mjs').Bench} bench
 * @param {import('../app/appRun.mjs').BackendLabel} backend
 * @param {readonly Range[]} ranges
 * @returns {Promise<Experiment[]>}
 */
async function experiments(bench, backend, ranges) {
  const page = await openApp(bench);
  /** @type {Experiment[]} */
  const runs = [];
  for (const [index, range] of ranges.entries()) {
    bench.say(`  ${range.steps} steps on ${backend} …`);
    runs.push({ run: index + 1, ...(await experiment(bench, page, backend, range)) });
  }
  await page.close();
  return runs;
}

/**
 * @param {import('../bench.mjs').Bench} bench
 * @param {Page} page
 * @param {import('../app/appRun.mjs').BackendLabel} backend
 * @param {Range} range
 * @returns {Promise<Omit<Experiment, 'run'>>}
 */
async function experiment(bench, page, backend, { from, steps }) {
  await startRun(page, { backend, maxSteps: steps });
  await waitForStep(page, from);
  const early = await memoryAt(bench, page);
  await watchMainThread(page);
  // Well before the end, to exclude the last checkpoint and the evaluation.
  await waitForStep(page, Math.floor(0.9 * steps));
  const mainThread = await mainThreadUse(page);
  const late = await memoryAt(bench, page);
  await page.getByText('Finished', { exact: true }).waitFor({ timeout: 60 * 60_000 });
  const lines = page.getByRole('log', { name: 'Training log' }).locator('> *');
  const { totalSeconds, testAccuracy } = readLog((await lines.allTextContents()).join('\n'));
  return { backend, steps, totalSeconds, testAccuracy, mainThread, memory: [early, late] };
}

/**
 * @param {import('../bench.mjs').Bench} bench
 * @param {Page} page
 * @returns {Promise<MemoryAt>}
 */
async function memoryAt({ browser }, page) {
  const step = await shownStep(page);
  const memory = await memoryUse(browser, page);
  return { step, tensors: await tensorCount(page), ...memory };
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
 * Long tasks are those over 50 ms. The page marks the drawing of charts, so that it can be distinguished from the rest.
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
