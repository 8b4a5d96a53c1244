import { expect, test } from './fixtures.ts';
import { setParameter, trainTo, waitForStep } from './page.ts';

test('a chart’s legend reads the step that is pointed at', async ({ readyPage: page }) => {
  await setParameter(page, 'Max steps', '1000');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const lossChart = page.getByRole('img', { name: /^Loss over steps/ });
  await waitForStep(page, 300, 60_000);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();

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

test('a chart is as wide as its place is, in a narrower window too, and is drawn again for it', async ({
  readyPage: page,
}) => {
  const chart = page.getByRole('img', { name: /^Accuracy over steps/ });
  await trainTo(page, 20);
  await chart.scrollIntoViewIfNeeded();
  const drawing = chart.locator('canvas');
  const widths = () =>
    drawing.evaluate((canvas) => ({
      drawn: canvas instanceof HTMLCanvasElement ? canvas.width / devicePixelRatio : 0,
      shown: canvas.getBoundingClientRect().width,
      place: Math.floor(canvas.parentElement?.getBoundingClientRect().width ?? 0),
    }));
  const settled = async () => {
    await expect
      .poll(async () => {
        const { drawn, place } = await widths();
        return drawn - place;
      })
      .toBe(0);
  };
  await settled();
  const before = await widths();
  await page.setViewportSize({ width: 1150, height: 900 });
  // At once, though it is not drawn again yet.
  const meanwhile = await widths();
  expect(meanwhile.place).toBeLessThan(before.place);
  expect(meanwhile.shown).toBeLessThanOrEqual(meanwhile.place + 1);
  await settled();
  await page.setViewportSize({ width: 1440, height: 900 });
});
