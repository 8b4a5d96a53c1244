import { expect, test } from './fixtures.ts';
import { setParameter, waitForStep } from './page.ts';

interface MainThreadUse {
  /** Milliseconds of each task over 50 ms in which no chart was drawn. */
  readonly longTasks: readonly number[];
  readonly redraws: readonly number[];
}

test('training leaves the main thread free: no task over 100 ms but the drawing of charts', async ({
  readyPage: page,
}) => {
  test.setTimeout(4 * 60_000);
  await setParameter(page, 'Max steps', '5000');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  // The start, with the shaders' compilation and tfjs-vis's first loading, is not what is measured.
  await waitForStep(page, 20, 60_000);
  const seen = await page.evaluateHandle(() => {
    const tasks: PerformanceEntry[] = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: 'longtask' });
    performance.clearMeasures();
    return tasks;
  });
  const lossChart = page.getByRole('img', { name: /^Loss over steps/ });
  const drawn = await lossChart.locator('.chart-area').elementHandle();
  await waitForStep(page, 1_000, 120_000);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();

  const use = await seen.evaluate((tasks): MainThreadUse => {
    const redraws = performance.getEntriesByName('chart redraw', 'measure');
    const touches = (a: PerformanceEntry, b: PerformanceEntry) =>
      a.startTime < b.startTime + b.duration && b.startTime < a.startTime + a.duration;
    return {
      longTasks: tasks
        .filter((task) => !redraws.some((redraw) => touches(task, redraw)))
        .map((t) => t.duration),
      redraws: redraws.map((redraw) => redraw.duration),
    };
  });
  expect(use.redraws.length).toBeGreaterThan(3);
  expect(Math.max(0, ...use.longTasks)).toBeLessThanOrEqual(100);

  // The loss has fallen from near 100, and its axis with it: the chart is the same, for to build one anew takes longest.
  expect(await drawn?.evaluate((area) => area.isConnected)).toBe(true);

  // What is pointed at stands in the legend; the pointer is at the middle of the chart, and of the steps.
  await lossChart.hover();
  const heading = page.getByRole('heading', { name: /^Loss at step [\d,]+$/ });
  await expect(heading).toBeVisible();
  const step = Number((await heading.textContent())?.replace(/\D/g, ''));
  expect(step).toBeGreaterThan(2_000);
  expect(step).toBeLessThan(3_000);
  // Elsewhere, it is what was measured last.
  await page.getByRole('heading', { name: 'Train', exact: true }).hover();
  await expect(heading).toHaveText(/at step 1,\d{3}$/);
});
