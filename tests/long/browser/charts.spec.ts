import { expect, test } from '../../browser/fixtures.ts';
import { pixelsOf } from '../../browser/harness/chartPixels.ts';
import { trainTo } from '../../browser/page.ts';

test('a run of one step has dots in its drawings and no time per step, and a chart is as wide as its place, in a narrower window too', async ({
  readyPage: page,
}) => {
  await trainTo(page, 1);
  for (const name of [/^Loss over steps/, /^Accuracy over steps/]) {
    const drawn = page.getByRole('img', { name });
    await drawn.scrollIntoViewIfNeeded();
    await expect.poll(() => drawn.evaluate(pixelsOf, '--train')).toBeGreaterThan(10);
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
