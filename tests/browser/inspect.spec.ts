import { deflateSync } from 'node:zlib';
import type { Locator, Page } from '@playwright/test';
import { encode } from 'fast-png';
import { crc32 } from '../../src/tensorFiles/crc32.ts';
import { temporaryFolder } from '../fixtures/temporaryFolder.ts';
import { dropFromDisk } from './dropping.ts';
import { expect, test } from './fixtures.ts';
import { chooseBackend, chooseOption, openTab, trainTo } from './page.ts';
import { chooseInMenu, runRows } from './runTable.ts';

test('what a run went through in numbers, and what the network takes for what: matrix, images, pictures of one’s own', async ({
  readyPage: page,
}) => {
  await chooseBackend(page, 'WASM');
  await trainTo(page, 60);

  await readValues(page);
  await page.getByText('Confusion matrix and mistakes').click();
  const matrix = page.getByRole('region', { name: 'Confusion matrix' });
  await expect(page.getByText('Step 60, 10,000 test images')).toBeVisible();
  const rows = matrix.locator('tbody tr');
  await expect(rows).toHaveCount(10);
  for (const row of await rows.all()) expect(await imagesIn(row)).toBe(1_000);
  // The run has evaluated itself at its end: its matrix shows nothing more.
  await expect(page.getByText(/evaluated once$/)).toBeVisible();

  const cell = matrix.getByRole('button', { name: /of class \w+ taken for/ }).first();
  await cell.click();
  const name = (await cell.getAttribute('aria-label'))?.replace(/^[\d,]+ of class /, '') ?? '';
  const images = page.getByRole('region', { name });
  await expect(images.getByRole('img').first()).toBeVisible();
  const first = images.getByRole('list', { name: 'Probabilities' }).first();
  await expect(first.getByRole('listitem')).toHaveCount(10);
  await expect(page.getByRole('region', { name: 'Most confident mistakes' }).getByRole('img')).toHaveCount(
    12,
  );
  await expect(page.getByRole('region', { name: 'Suspected wrong labels' })).toContainText(
    'From an accuracy of 0.8 on',
  );
  const calibration = page.getByRole('region', { name: 'How sure is it?' });
  await expect(calibration).toContainText(/The expected calibration error is 0\.\d{3}\./);
  await expect(calibration.getByRole('img', { name: /^Reliability diagram/ })).toBeVisible();

  await tryOwnPictures(page);
});

/** The numbers behind drawings are named after them, and can be reached and scrolled by keys. */
async function readValues(page: Page): Promise<void> {
  await page.getByLabel('Histograms of').selectOption('Output layer: weights');
  await page.getByText('Values behind these drawings').click();
  await page.getByText('Values behind these charts').click();
  for (const name of ['Output layer: weights, values', 'Dead units and updates, values']) {
    const values = page.getByRole('region', { name });
    await expect(values.getByRole('rowheader').first()).toHaveText('0');
    await values.focus();
    await expect(values).toBeFocused();
  }
}

async function tryOwnPictures(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Try your own picture' }).click();
  const choice = page.getByLabel('Your own picture', { exact: true });
  const refused: [string, Uint8Array, string][] = [
    ['notes.txt', Buffer.from('no picture'), 'notes.txt is not a picture that this browser can read.'],
    [
      'IMG_1.jpg',
      Buffer.from('\0\0\0\x18ftypheic'),
      'IMG_1.jpg is a picture in HEIC form, which this browser cannot open.',
    ],
    [
      'bomb.png',
      whitePng(60_000, 60_000).subarray(0, 100),
      'bomb.png has 60,000 × 60,000 = 3,600 megapixels; up to 64 can be opened here.',
    ],
  ];
  for (const [name, buffer, sentence] of refused) {
    await choice.setInputFiles({ name, mimeType: '', buffer: Buffer.from(buffer) });
    await expect(page.getByRole('alert')).toContainText(sentence);
  }
  await dropFromDisk(page.getByRole('button', { name: 'Choose a picture' }), [temporaryFolder()]);
  await expect(page.getByRole('alert')).toContainText(/^cifar-10-\w+ is a folder. Drop a picture from it./);

  const verdict = page.getByRole('region', { name: 'What the network says' });
  const blue = Buffer.from(plainPicture(20, 60, 200));
  await choice.setInputFiles({ name: 'blue.png', mimeType: 'image/png', buffer: blue });
  await expect(verdict.getByRole('status')).toHaveText(
    /^With the weights of step 60 the network predicts \w+\.$/,
  );
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(await totalProbability(verdict)).toBeCloseTo(1, 2);
  await expect(verdict).toContainText(/It fits the ten classes (better|worse) than/);

  const blueSeen = await seenPicture(page);
  await pasteIntoFields(page);
  await dropText(page);
  expect(await seenPicture(page)).toBe(blueSeen);
  await page.getByRole('heading', { name: 'Train', exact: true }).click();
  await page.keyboard.press('ControlOrMeta+V');
  await expect.poll(() => seenPicture(page)).not.toBe(blueSeen);
  const pastedSeen = await seenPicture(page);
  // As large as the pictures that phones say to have 50 megapixels.
  const large = Buffer.from(whitePng(8_160, 6_144));
  await choice.setInputFiles({ name: 'large.png', mimeType: 'image/png', buffer: large });
  await expect.poll(() => seenPicture(page)).not.toBe(pastedSeen);
  await expect(verdict.getByRole('status')).toBeVisible();
  expect(await totalProbability(verdict)).toBeCloseTo(1, 2);
}

/** What the network gets to see, as a URL of its pixels. What it says may be the same for two pictures. */
async function seenPicture(page: Page): Promise<string> {
  const canvas = page.getByRole('img', { name: 'The 32 × 32 pixels that the network sees' });
  return canvas.evaluate((element) => (element instanceof HTMLCanvasElement ? element.toDataURL() : ''));
}

/** What a spreadsheet copies is a text and a picture of it: a field gets the text, and neither a dialog nor others' elements a picture. */
async function pasteIntoFields(page: Page): Promise<void> {
  await copyCell(page, '0.005');
  await openTab(page, 'Runs');
  await chooseInMenu(runRows(page).first(), 'Notes');
  for (const field of [
    page.getByRole('spinbutton', { name: 'Learning rate' }),
    page.getByRole('textbox', { name: /^Notes on/ }),
  ]) {
    await field.fill('');
    await field.press('ControlOrMeta+V');
    await expect(field).toHaveValue('0.005');
  }
  await page.keyboard.press('Escape');
  await openTab(page, 'Inspect');

  const isTaken = (selector: string) => page.locator(selector).evaluate(isPasteTaken);
  await page.evaluate(() => document.body.append(document.createElement('foreign-extension')));
  expect(await isTaken('foreign-extension')).toBe(false);
  await page.keyboard.press('?');
  expect(await isTaken('body')).toBe(false);
  await page.keyboard.press('Escape');
}

/** Text that is dropped on a field is the field's; elsewhere a browser would follow a link, and leave the page. */
async function dropText(page: Page): Promise<void> {
  expect(await page.getByRole('spinbutton', { name: 'Learning rate' }).evaluate(isDropTaken)).toBe(false);
  expect(await page.getByRole('slider', { name: 'Learning rate' }).evaluate(isDropTaken)).toBe(true);
}

/** A PNG of one colour, 64 × 48 pixels. */
function plainPicture(red: number, green: number, blue: number): Uint8Array {
  const [width, height] = [64, 48];
  const data = Uint8Array.from(
    { length: 3 * width * height },
    (_, index) => [red, green, blue][index % 3] ?? 0,
  );
  return encode({ width, height, data, channels: 3, depth: 8 });
}

/** A white PNG of one bit per pixel, which takes no time to make. One too large to be made has only its header. */
function whitePng(width: number, height: number): Uint8Array {
  const chunk = (type: string, content: Uint8Array) => {
    const named = Buffer.concat([Buffer.from(type), content]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(content.length, 0);
    ends.writeUInt32BE(crc32(named), 4);
    return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const rows = width * height > 100e6 ? Buffer.alloc(0) : Buffer.alloc(height * (1 + width / 8), 0xff);
  for (let row = 0; row < rows.length; row += 1 + width / 8) rows[row] = 0;
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

async function copyCell(page: Page, cell: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(async (text) => {
    const canvas = new OffscreenCanvas(60, 20);
    canvas.getContext('2d')?.fillText(text, 5, 14);
    const picture = await canvas.convertToBlob({ type: 'image/png' });
    const item = new ClipboardItem({
      'text/plain': new Blob([text], { type: 'text/plain' }),
      'image/png': picture,
    });
    await navigator.clipboard.write([item]);
  }, cell);
}

/** Whether the page takes a picture that is pasted there. */
function isPasteTaken(element: Element): boolean {
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([], 'pasted.png', { type: 'image/png' }));
  const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
  return !element.dispatchEvent(event);
}

/** Whether the page takes a text that is dropped there. */
function isDropTaken(element: Element): boolean {
  const dataTransfer = new DataTransfer();
  dataTransfer.setData('text/plain', '0.005');
  return !element.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
}

async function imagesIn(row: Locator): Promise<number> {
  const texts = await row.locator('td').allTextContents();
  // The last is the recall.
  return texts.slice(0, -1).reduce((sum, text) => sum + Number(text.replaceAll(',', '')), 0);
}

async function totalProbability(verdict: Locator): Promise<number> {
  const texts = await verdict.getByRole('listitem').allTextContents();
  return texts.reduce((sum, text) => sum + Number(/[\d.]+$/.exec(text)?.[0]), 0);
}

test('a convolutional network shows what it makes of a picture, why, and what it has learnt from', async ({
  readyPage: page,
}) => {
  await chooseBackend(page, 'WASM');
  await chooseOption(page, 'Network', 'Convolutional network (Part 3)');
  await trainTo(page, 2);
  await test.step('the filters of each convolution are small pictures', () => showFilters(page));
  await page.getByText('Look inside', { exact: true }).click();
  await expect(page.getByRole('region', { name: 'One value' })).toBeVisible();

  await test.step('what speaks for a class is shown pixel by pixel, and place by place of the last feature maps', () =>
    explainClasses(page));
  await test.step('a filter shows the test images that excite it most, each with the outline of where', () =>
    showExcitingImages(page));
  await test.step('the training images that the last hidden layer finds most similar are shown with their classes', () =>
    showSimilarImages(page));
  await test.step('it can be looked inside, down to the sum that one value is', () => readOneValue(page));
});

async function readOneValue(page: Page): Promise<void> {
  const value = page.getByRole('region', { name: 'One value' });
  const sums = value.getByRole('region', { name: 'How this value is computed' });
  await expect(page.getByRole('img', { name: 'Convolution 1: 16 feature maps of 16 × 16' })).toBeVisible();
  await expect(sums.getByRole('rowheader')).toHaveText([
    ...['red', 'green', 'blue'].map(() => /^(red|green|blue)$/),
    'Bias',
    'Sum of all',
    'ReLU: negative values become 0',
    'Max pooling: the largest of 2 × 2',
  ]);

  await value.getByRole('spinbutton', { name: 'Filter' }).fill('3');
  await expect(value).toContainText('Filter 3 of convolution 1, at row');
  await value.getByRole('combobox', { name: 'Layer' }).selectOption('Output layer');
  await expect(value).toContainText('The logit of airplane: unit 0 of the output layer, counted from 0.');
  await expect(value).toContainText('Outlined: the 32 × 32 pixels');

  const scores = page.getByRole('list', { name: /^Output layer: 10 values, the highest for / });
  const ship = scores.getByRole('button', { name: /^ship/ });
  await ship.click();
  await expect(ship).toHaveAttribute('aria-pressed', 'true');
  await expect(value).toContainText('The logit of ship: unit 8 of the output layer');
  const units = page.getByRole('img', { name: 'Dense layer: 64 values' });
  // Squares of 22 pixels, 2 apart.
  await units.click({ position: { x: 2 * 24 + 4, y: 4 } });
  await expect(value).toContainText('Unit 2 of ');

  const maps = page.getByRole('img', { name: 'Convolution 2: 32 feature maps of 8 × 8' });
  await maps.click({ position: { x: 4, y: 4 } });
  await expect(value).toContainText('Filter 0 of convolution 2, at row 0 and column 0 of its map');
  // The table is empty until the answer has come.
  await expect(async () => {
    const [added, total] = await sumsIn(sums);
    expect(added).toBeCloseTo(total, 1);
  }).toPass({ timeout: 20_000 });
}

/** What the lines of the table add up to, and what the table says. */
async function sumsIn(table: Locator): Promise<readonly [added: number, total: number]> {
  const rows = await table.locator('tbody tr').allInnerTexts();
  const values = rows.map((row) => Number(row.split('\t').at(-1)?.trim().replace('−', '-')));
  const total = rows.findIndex((row) => row.startsWith('Sum of all'));
  return [values.slice(0, total).reduce((sum, value) => sum + value, 0), values[total] ?? Number.NaN];
}

async function explainClasses(page: Page): Promise<void> {
  await page.getByText('What speaks for a class, pixel by pixel').click();
  const maps = page.getByRole('figure', { name: /^(Gradient × input|Grad-CAM) for / });
  await expect(maps).toHaveCount(2);
  const chosen = page.getByRole('combobox', { name: 'Class' });
  const shown = () => Promise.all([0, 1].map((index) => picturedIn(maps.nth(index))));
  const predicted = await shown();
  expect(new Set(predicted).size).toBe(2);
  const status = page.getByRole('status').filter({ hasText: 'Orange speaks for it' });
  const name = /^Predicted: (\w+)\./.exec((await status.textContent()) ?? '')?.[1];
  expect(name).toBeDefined();
  const other = name === 'ship' ? 'horse' : 'ship';
  await chosen.selectOption(other);
  await expect(page.getByRole('figure', { name: `Gradient × input for ${other}` })).toBeVisible();
  expect((await shown())[0]).not.toBe(predicted[0]);
}

async function showExcitingImages(page: Page): Promise<void> {
  await page.getByText('Test images that excite this filter most').click();
  const images = page.getByRole('list', { name: 'Most exciting test images' });
  await expect(images.getByRole('img', { name: /^Test image \d+$/ })).toHaveCount(12);
  const values = (await images.locator('figcaption').allTextContents()).map((text) =>
    Number(text.replace('−', '-')),
  );
  expect(values).toEqual(values.toSorted((a, b) => b - a));
  await expect(page.getByText(/evaluated once$/)).toBeVisible();
}

async function showFilters(page: Page): Promise<void> {
  await page.getByText('Filters', { exact: true }).click();
  const colours = page.getByRole('img', { name: 'Convolution 1: all filters' });
  await expect(colours).toBeVisible();
  await page.getByRole('combobox', { name: 'Filters of' }).selectOption('Convolution 2');
  await expect(page.getByText(/32 filters of 3 × 3, 16 channels each$/)).toBeVisible();
  const first = page.getByRole('img', { name: 'Convolution 2: filter 0' });
  const before = await first.evaluate(drawn);
  await page.getByRole('spinbutton', { name: 'Filter', exact: true }).fill('3');
  expect(await page.getByRole('img', { name: 'Convolution 2: filter 3' }).evaluate(drawn)).not.toBe(before);
}

async function showSimilarImages(page: Page): Promise<void> {
  await page.getByText('The most similar training images').click();
  await expect(page.getByText('The nearest of the first 10,000 training images')).toBeVisible({
    timeout: 90_000,
  });
  const images = page.getByRole('list', { name: 'Most similar training images' });
  await expect(images.getByRole('img', { name: /^Training image \d+, \w+$/ })).toHaveCount(12);
}

/** The pixels of a canvas, as a URL. */
function drawn(element: Element): string {
  return element instanceof HTMLCanvasElement ? element.toDataURL() : '';
}

function picturedIn(figure: Locator): Promise<string> {
  return figure.locator('canvas').evaluate(drawn);
}
