import { expect, test } from './fixtures.ts';
import { setParameter, waitForStep } from './page.ts';

test('a chart stays the same while its axis follows the loss, and its legend reads the step that is pointed at', async ({
  readyPage: page,
}) => {
  await setParameter(page, 'Max steps', '1000');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await waitForStep(page, 10, 30_000);
  const lossChart = page.getByRole('img', { name: /^Loss over steps/ });
  const drawn = await lossChart.locator('.chart-area').elementHandle();
  await waitForStep(page, 300, 60_000);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
  // The loss has fallen from near 100, and its axis with it. To build a chart anew takes longest.
  expect(await drawn?.evaluate((area) => area.isConnected)).toBe(true);

  // The pointer is at the middle of the chart, and of the steps.
  await lossChart.hover();
  const heading = page.getByRole('heading', { name: /^Loss at step [\d,]+$/ });
  await expect(heading).toBeVisible();
  const step = Number((await heading.textContent())?.replace(/\D/g, ''));
  expect(step).toBeGreaterThan(400);
  expect(step).toBeLessThan(600);
  // Elsewhere, it is what was measured last.
  await page.getByRole('heading', { name: 'Train', exact: true }).hover();
  await expect.poll(async () => Number((await heading.textContent())?.replace(/\D/g, ''))).not.toBe(step);
});
