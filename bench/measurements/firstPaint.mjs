/** @typedef {import('@playwright/test').Page} Page */

/**
 * The start of a first visit, from the browser's own performance entries.
 * @typedef {object} FirstPaint
 * @property {number} paintSeconds from the start of navigation to the first contentful paint
 * @property {number} usableSeconds from the start of navigation until Download can be pressed
 * @property {number} layoutShift the sum of all shifts not caused by the user, without a unit (https://web.dev/articles/cls)
 * @property {number} blockedMs what tasks took beyond 50 ms each, until all parts of the page were there
 */

/** Runs in the page before its own scripts. */
export function watchFirstPaint() {
  /** @type {PerformanceEntry[]} */
  const entries = [];
  const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
  for (const type of ['layout-shift', 'longtask']) observer.observe({ type, buffered: true });
  Object.assign(window, { firstPaintEntries: entries });

  const changes = new MutationObserver(() => {
    const button = document.querySelector('#data .button-primary[aria-disabled=false]');
    // What is only prerendered answers no press.
    if (!button || button.closest('[data-prerendered]')) return;
    changes.disconnect();
    performance.mark('first button usable');
  });
  changes.observe(document, { subtree: true, childList: true, attributes: true });
}

/**
 * @param {Page} page
 * @returns {Promise<FirstPaint>}
 */
export async function firstPaintOf(page) {
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  // The last part of the page to appear; the shift that it causes counts as well.
  await page.getByRole('heading', { name: 'Model graph', exact: true }).waitFor();
  await page.waitForTimeout(500);
  return page.evaluate(() => {
    /** @type {(PerformanceEntry & { value?: number, hadRecentInput?: boolean })[]} */
    const entries = Reflect.get(window, 'firstPaintEntries');
    const shifts = entries.filter(
      ({ entryType, hadRecentInput }) => entryType === 'layout-shift' && !hadRecentInput,
    );
    const tasks = entries.filter(({ entryType }) => entryType === 'longtask');
    const secondsUntil = (/** @type {string} */ name) =>
      (performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN) / 1000;
    return {
      paintSeconds: secondsUntil('first-contentful-paint'),
      usableSeconds: secondsUntil('first button usable'),
      layoutShift: shifts.reduce((sum, { value = 0 }) => sum + value, 0),
      blockedMs: tasks.reduce((sum, { duration }) => sum + duration - 50, 0),
    };
  });
}
