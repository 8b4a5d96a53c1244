/** @typedef {import('@playwright/test').Page} Page */

/**
 * Watches the page's own line "Step 1,240 of 2,000" until enough time and steps have passed.
 * @param {Page} page
 * @param {{ minMs: number, minSteps: number }} minimum
 * @returns {Promise<import('../contenders/contender.mjs').Slice>} from the first step seen to the last
 * @throws Error where there is no step for two minutes, as when the run has ended
 */
export async function observeSteps(page, minimum) {
  await waitForStep(page, 0);
  return page.evaluate(
    ({ minMs, minSteps }) =>
      new Promise((resolve, reject) => {
        const status = [...document.querySelectorAll('[role=status]')].find((element) =>
          /^Step [\d,]+ of/.test(element.textContent ?? ''),
        );
        if (!status) return reject(new Error('the page shows no step'));
        /** @type {{ step: number, at: number } | null} */
        let first = null;
        const limitMs = 120_000;
        const giveUp = () => {
          observer.disconnect();
          reject(new Error(`no step came within ${limitMs} ms: ${status.textContent}`));
        };
        let timer = setTimeout(giveUp, limitMs);
        const observer = new MutationObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(giveUp, limitMs);
          const at = performance.now();
          const step = Number(/^Step ([\d,]+)/.exec(status.textContent ?? '')?.[1]?.replaceAll(',', ''));
          if (first === null) first = { step, at };
          else if (at - first.at >= minMs && step - first.step >= minSteps) {
            observer.disconnect();
            clearTimeout(timer);
            resolve({ steps: step - first.step, ms: at - first.at });
          }
        });
        observer.observe(status, { subtree: true, characterData: true, childList: true });
      }),
    minimum,
  );
}

/**
 * @param {Page} page
 * @param {number} step
 */
export async function waitForStep(page, step) {
  await page.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll('[role=status]')].some((status) => {
        const found = /^Step ([\d,]+) of/.exec(status.textContent ?? '');
        return found !== null && Number(found[1]?.replaceAll(',', '')) >= wanted;
      }),
    step,
    { timeout: 60 * 60_000, polling: 200 },
  );
}

/**
 * The last step that the page shows as done.
 * @param {Page} page
 */
export async function shownStep(page) {
  const text = (await page.getByText(/^Step [\d,]+ of [\d,]+$/).textContent()) ?? '';
  return Number(/^Step ([\d,]+)/.exec(text)?.[1]?.replaceAll(',', ''));
}

/** On WebGL, reading measurements takes longer than the time to the next measured step, so one more tensor is sometimes alive. */
const looks = { count: 6, pauseMs: 300 };

/**
 * The number of tensors that the page shows, the smallest of several readings.
 * @param {Page} page
 */
export async function tensorCount(page) {
  let fewest = Number.POSITIVE_INFINITY;
  for (let look = 0; look < looks.count; look++) {
    const text = (await page.getByText(/\d+ tensors in memory/).textContent()) ?? '';
    fewest = Math.min(fewest, Number(/(\d+) tensors in memory/.exec(text)?.[1]));
    await page.waitForTimeout(looks.pauseMs);
  }
  return fewest;
}

/** Runs in the page before its own scripts. Browsers tell of tasks that take 50 ms or longer. */
export function watchTasks() {
  /** @type {number[]} */
  const durations = [];
  const observer = new PerformanceObserver((list) => {
    durations.push(...list.getEntries().map(({ duration }) => duration));
  });
  observer.observe({ type: 'longtask', buffered: true });
  Object.assign(window, { longTasks: { durations, observer } });
}

/**
 * Since the last time that it was asked for.
 * @param {Page} page
 * @returns {Promise<number>}
 */
export function longestTaskMs(page) {
  return page.evaluate(() => {
    /** @type {{ durations: number[], observer: PerformanceObserver }} */
    const { durations, observer } = Reflect.get(window, 'longTasks');
    durations.push(...observer.takeRecords().map(({ duration }) => duration));
    return Math.max(0, ...durations.splice(0));
  });
}
