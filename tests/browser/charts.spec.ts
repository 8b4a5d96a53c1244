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

test('a run of one step has dots in its drawings and no time per step, and a chart is as wide as its place, in a narrower window too', async ({
  readyPage: page,
}) => {
  await trainTo(page, 1);
  for (const name of [/^Loss over steps/, /^Accuracy over steps/]) {
    const drawn = page.getByRole('img', { name });
    await drawn.scrollIntoViewIfNeeded();
    await expect.poll(() => drawn.evaluate(pixelsOfTraining)).toBeGreaterThan(10);
  }
  await expect(page.getByRole('definition').filter({ hasText: /^–$/ })).toHaveCount(2);
  const inspect = page.getByRole('region', { name: 'Inspect' });
  await inspect.scrollIntoViewIfNeeded();
  for (const name of [/^Dead units/, /^Size of the update/]) {
    const dot = inspect.getByRole('img', { name }).locator('.layer-dot').first();
    await expect.poll(async () => (await dot.boundingBox())?.width ?? 0).toBeGreaterThan(3);
  }

  const chart = page.getByRole('img', { name: /^Accuracy over steps/ });
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

/** Runs in the page: how many pixels of a chart have the colour of the training curve. */
function pixelsOfTraining(frame: Element): number {
  const canvas = frame.querySelector('canvas');
  const probe = document.createElement('span');
  probe.style.color = 'var(--train)';
  frame.append(probe);
  const colour = getComputedStyle(probe).color.match(/\d+/g)?.join();
  probe.remove();
  if (!canvas?.width) return 0;
  const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
  return Array.from({ length: data.length / 4 }, (_, pixel) =>
    data.slice(4 * pixel, 4 * pixel + 3).join(),
  ).filter((drawn) => drawn === colour).length;
}
