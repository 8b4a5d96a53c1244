import { readFileSync } from 'node:fs';
import type { Download, Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { pixelsOf } from './harness/chartPixels.ts';
import { chooseBackend, openTab, setParameter, startLongRun, trainTo } from './page.ts';

test('a chart is read at the pointer while the run trains: its values, and a line at the same step in both charts', async ({
  readyPage: page,
}) => {
  await chooseBackend(page, 'CPU');
  await setParameter(page, 'Hidden units', '10');
  await setParameter(page, 'Batch size', '50');
  await startLongRun(page, 100);
  const lossChart = page.getByRole('img', { name: /^Loss over steps/ });
  await lossChart.scrollIntoViewIfNeeded();
  await expect.poll(() => lastStepRead(page)).toBeGreaterThan(0);
  await pointAt(lossChart, 0.3, 0.4);
  const tooltip = page.getByRole('tooltip');
  await expect(tooltip.getByRole('rowheader', { name: 'Cross-entropy' })).toBeVisible();
  await expect(tooltip.getByRole('row', { name: /^Loss \d/ })).toBeVisible();
  const step = await tooltip.getByRole('columnheader', { name: /^Step [\d,]+$/ }).textContent();
  expect(Number(step?.replace(/\D/g, '')) % 10).toBe(0);

  const lines = page.locator('.chart-crosshair');
  await expect(lines).toHaveCount(2);
  for (const chart of await page.locator('.pointed-chart').filter({ has: lines }).all()) {
    const [line, whole] = [await chart.locator('.chart-crosshair').boundingBox(), await chart.boundingBox()];
    expect(line?.height).toBeGreaterThan(100);
    // The figures below the axis are left alone.
    expect((line?.y ?? 0) + (line?.height ?? 0)).toBeLessThan((whole?.y ?? 0) + (whole?.height ?? 0) - 20);
  }
  // As measured, smoothed, cross-entropy, the L2 part.
  await expect(page.locator('.pointed-chart').first().locator('.chart-dot')).toHaveCount(4);
  await page.getByRole('heading', { name: 'Train', exact: true }).hover();
  await expect(tooltip).toHaveCount(0);
  await expect(lines).toHaveCount(0);
  await page.getByRole('button', { name: 'Stop' }).click();
});

test('a finished run’s charts are walked by keys, leave as files, and are zoomed', async ({
  readyPage: page,
}) => {
  await setParameter(page, 'Hidden units', '10');
  await setParameter(page, 'Batch size', '50');
  await trainTo(page, 300);
  await test.step('a chart is walked by keys: every measured step, both ends, and what is read out', () =>
    walkByKeys(page));
  await test.step('a chart’s file has its whole legend in any font, the run’s name, and the test result as a point', () =>
    downloadCharts(page));
  await test.step('a drag zooms both charts in, and a double press, Escape and a button show all steps again', () =>
    zoom(page));
});

test('axes are logarithmic, and curves hidden, as a person chooses', async ({ readyPage: page }) => {
  await setParameter(page, 'Batch size', '50');
  await setParameter(page, 'Hidden units', '10');
  await trainTo(page, 100);
  await setParameter(page, 'Hidden units', '20');
  await trainTo(page, 300);
  await test.step('the axis of the loss is logarithmic where the values need it, or where that is chosen; so is that of the steps', () =>
    chooseAxes(page));
  await test.step('a press in the legend hides a curve and shows it again, that of a compared run in both charts; one that is unticked goes', () =>
    pressLegends(page));
});

async function walkByKeys(page: Page): Promise<void> {
  const reader = page.getByRole('slider', { name: 'Loss: read values' });
  await reader.scrollIntoViewIfNeeded();
  await expect.poll(() => lastStepRead(page)).toBeGreaterThan(280);
  await reader.focus();
  await page.keyboard.press('Home');
  await expect(reader).toHaveAttribute('aria-valuetext', 'step 0');
  // A curve begins at the first step that was measured, and the axis has it.
  await expect(page.locator('.pointed-chart').first().locator('.chart-dot')).toHaveCount(4);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(reader).toHaveAttribute('aria-valuetext', 'step 20');
  await page.keyboard.press('ArrowLeft');
  await expect(
    page.getByRole('status').filter({ hasText: /^Step 10: Loss [\d.]+, Cross-entropy [\d.]+/ }),
  ).toHaveCount(1);
  await expect(page.getByRole('tooltip').getByRole('columnheader', { name: 'Step 10' })).toBeVisible();
  await page.keyboard.press('PageUp');
  const further = Number((await reader.getAttribute('aria-valuenow')) ?? '');
  expect(further).toBeGreaterThan(20);
  await page.keyboard.press('End');
  await expect(reader).toHaveAttribute('aria-valuenow', (await reader.getAttribute('aria-valuemax')) ?? '');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tooltip')).toHaveCount(0);
}

async function zoom(page: Page): Promise<void> {
  const chart = page.getByRole('img', { name: /^Accuracy over steps/ });
  await chart.scrollIntoViewIfNeeded();
  await expect.poll(() => lastStepRead(page)).toBeGreaterThan(280);
  const steps = () =>
    Promise.all(
      ['Loss', 'Accuracy'].map(async (name) => {
        const reader = page.getByRole('slider', { name: `${name}: read values` });
        return [await reader.getAttribute('aria-valuemin'), await reader.getAttribute('aria-valuemax')];
      }),
    );
  const all = await steps();
  const zoomIn = async () => {
    await pointAt(chart, 0.4, 0.5);
    await page.mouse.down();
    await pointAt(chart, 0.5, 0.5);
    await pointAt(chart, 0.6, 0.5);
    await page.mouse.up();
    await expect(page.getByRole('button', { name: 'Show all steps' })).toHaveCount(2);
    await expect.poll(async () => Number((await steps())[0]?.[0])).toBeGreaterThan(60);
    await expect.poll(async () => Number((await steps())[0]?.[1])).toBeLessThan(220);
    await expect.poll(async () => Number((await steps())[1]?.[1])).toBeLessThan(220);
  };
  await zoomIn();
  await chart.dblclick();
  await expect.poll(steps).toEqual(all);
  await zoomIn();
  await page.keyboard.press('Escape');
  await expect.poll(steps).toEqual(all);
  await zoomIn();
  await page.getByRole('button', { name: 'Show all steps' }).first().click();
  await expect.poll(steps).toEqual(all);
  // By keys alone.
  await page.getByRole('slider', { name: 'Loss: read values' }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('+');
  await expect.poll(async () => Number((await steps())[1]?.[1])).toBeLessThan(200);
}

async function chooseAxes(page: Page): Promise<void> {
  const lossChart = page.getByRole('img', { name: /^Loss over steps/ });
  await lossChart.scrollIntoViewIfNeeded();
  await expect.poll(() => lastStepRead(page)).toBeGreaterThan(280);
  const reader = page.getByRole('slider', { name: 'Loss: read values' });
  const dot = page.locator('.pointed-chart').first().locator('.chart-dot').nth(1);
  const placeOfDot = async () => {
    const [own, whole] = [await dot.boundingBox(), await lossChart.boundingBox()];
    return { x: (own?.x ?? 0) - (whole?.x ?? 0), y: (own?.y ?? 0) - (whole?.y ?? 0) };
  };
  await reader.focus();
  await page.keyboard.press('End');
  const note = page.getByText('The axis is logarithmic.');
  const lossAxis = page.getByRole('combobox', { name: 'Loss axis' });
  await lossAxis.selectOption('Logarithmic');
  await expect(note).toBeVisible();
  await reader.focus();
  await page.keyboard.press('End');
  await expect(dot).toBeVisible();
  const logarithmic = await placeOfDot();
  await lossAxis.selectOption('Linear');
  await expect(note).toHaveCount(0);
  await reader.focus();
  await page.keyboard.press('End');
  await expect.poll(async () => (await placeOfDot()).y).not.toBeCloseTo(logarithmic.y, 0);

  await page.keyboard.press('Home');
  await page.keyboard.press('PageUp');
  const linear = await placeOfDot();
  await page.getByRole('combobox', { name: 'Step axis' }).selectOption('Logarithmic');
  await reader.focus();
  // The same step as before, further to the right.
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await placeOfDot()).x).toBeGreaterThan(linear.x + 40);
}

async function pressLegends(page: Page): Promise<void> {
  await openTab(page, 'Runs');
  await expect(page.getByRole('checkbox', { name: /^Show in charts/ })).toHaveCount(2);
  const first = page.getByRole('checkbox', { name: /^Show in charts/ }).last();
  await first.check();

  const charts = [/^Loss over steps/, /^Accuracy over steps/].map((name) => page.getByRole('img', { name }));
  const pixels = async (token: string) => {
    for (const chart of charts) await chart.scrollIntoViewIfNeeded();
    return Promise.all(charts.map((chart) => chart.evaluate(pixelsOf, token)));
  };
  const areSeen = async (token: string) => (await pixels(token)).map((count) => count > 0);
  await expect.poll(() => areSeen('--overlay-1')).toEqual([true, true]);

  const buttons = (chart: string, part: string) =>
    page.getByRole('list', { name: `${chart}, ${part}` }).getByRole('button');
  await buttons('Loss', 'compared with').click();
  await expect(buttons('Loss', 'compared with')).toHaveAttribute('aria-pressed', 'false');
  // Its training accuracy, and its test accuracy.
  const compared = buttons('Accuracy', 'compared with');
  await expect(compared).toHaveCount(2);
  for (const button of await compared.all()) await expect(button).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(() => areSeen('--overlay-1')).toEqual([false, false]);
  await compared.last().click();
  await expect.poll(() => areSeen('--overlay-1')).toEqual([true, true]);
  await first.uncheck();
  await expect.poll(() => areSeen('--overlay-1')).toEqual([false, false]);

  await expect.poll(() => areSeen('--train-strong')).toEqual([true, false]);
  const crossEntropy = buttons('Loss', 'curves').filter({ hasText: 'Cross-entropy' });
  await crossEntropy.click();
  await expect(crossEntropy).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(() => areSeen('--train-strong')).toEqual([false, false]);
  await pointAt(page.getByRole('img', { name: /^Loss over steps/ }), 0.5, 0.5);
  await expect(page.getByRole('tooltip').getByRole('rowheader', { name: 'L2 part' })).toBeVisible();
  await expect(page.getByRole('tooltip').getByRole('rowheader', { name: 'Cross-entropy' })).toHaveCount(0);
}

async function downloadCharts(page: Page): Promise<void> {
  await openTab(page, 'Export');
  const downloads: Download[] = [];
  page.on('download', (download) => downloads.push(download));
  await page.getByRole('button', { name: 'Download charts' }).click();
  await expect.poll(() => downloads.length).toBe(2);
  const paper = await page.context().newPage();
  for (const download of downloads) {
    const svg = readFileSync(await download.path(), 'utf8');
    await paper.setContent(svg);
    for (const font of ['sans-serif', 'Verdana, "DejaVu Sans", sans-serif']) {
      const cut = await paper.locator('svg').evaluate(textsOutside, font);
      expect(cut, download.suggestedFilename()).toEqual([]);
    }
    const texts = await paper.locator('text').allTextContents();
    expect(texts).toContain('Step');
    expect(texts).toContainEqual(expect.stringMatching(/^10 units/));
    if (!download.suggestedFilename().includes('accuracy')) continue;
    expect(texts).toContain('Test');
    // A plus sign on the chart, and one in the legend.
    await expect(paper.locator('path[d*="M-"][d*="M0,-"]')).toHaveCount(2);
  }
  await paper.close();
}

/** Moves the pointer to a place in a chart, in shares of its width and height. */
async function pointAt(chart: Locator, across: number, down: number): Promise<void> {
  const { x = 0, y = 0, width = 0, height = 0 } = (await chart.boundingBox()) ?? {};
  await chart.page().mouse.move(x + across * width, y + down * height);
}

/** The last step that can be read in the loss chart: it is one that is drawn. */
async function lastStepRead(page: Page): Promise<number> {
  const reader = page.getByRole('slider', { name: 'Loss: read values' });
  return Number(await reader.getAttribute('aria-valuemax'));
}

/** Runs in the page: the texts that a picture cuts where they are in this font. */
function textsOutside(svg: SVGElement | HTMLElement, font: string): string[] {
  const whole = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].flatMap((text) => {
    text.setAttribute('font-family', font);
    const { left, right, top, bottom } = text.getBoundingClientRect();
    const isInside = left >= whole.left && right <= whole.right && top >= whole.top && bottom <= whole.bottom;
    return isInside ? [] : [text.textContent ?? ''];
  });
}
