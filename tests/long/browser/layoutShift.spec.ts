import { expect, test } from '../../browser/fixtures.ts';
import { noteShifts, shiftOf } from '../../browser/layoutShift.ts';
import { chooseBackend, loadDataset, trainTo } from '../../browser/page.ts';

for (const width of [390, 768, 1920]) {
  test(`nothing moves by itself during a first visit at ${width} px, with its download and its first run`, async ({
    page,
  }) => {
    await page.addInitScript(noteShifts);
    await page.setViewportSize({ width, height: 900 });
    await page.goto('./');
    await loadDataset(page);
    await chooseBackend(page, 'WASM');
    await trainTo(page, 12);
    expect(await shiftOf(page)).toBeLessThanOrEqual(0.02);
  });
}
