import type { Locator, Page } from '@playwright/test';
import { encode } from 'fast-png';
import { expect, test } from './fixtures.ts';
import { chooseBackend, trainTo } from './page.ts';

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
  await expect(page.getByText(/This run has been evaluated on them once\./)).toBeVisible();

  const cell = matrix.getByRole('button', { name: /of class \w+ taken for/ }).first();
  await cell.click();
  const name = (await cell.getAttribute('aria-label'))?.replace(/^[\d,]+ of class /, '') ?? '';
  const images = page.getByRole('region', { name });
  await expect(images.getByRole('img').first()).toBeVisible();
  const first = images.getByRole('list', { name: 'Probabilities' }).first();
  await expect(first.getByRole('listitem')).toHaveCount(10);
  await expect(page.getByRole('region', { name: 'Surest mistakes' }).getByRole('img')).toHaveCount(12);

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
  await page.getByText('Try your own picture').click();
  const choice = page.getByLabel('Your own picture', { exact: true });
  await choice.setInputFiles({
    name: 'notes.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('no picture'),
  });
  await expect(page.getByRole('alert')).toContainText(
    'notes.txt is not a picture that this browser can read.',
  );

  const verdict = page.getByRole('region', { name: 'What the network says' });
  const blue = Buffer.from(plainPicture(20, 60, 200));
  await choice.setInputFiles({ name: 'blue.png', mimeType: 'image/png', buffer: blue });
  await expect(verdict.getByRole('status')).toHaveText(
    /^With the weights of step 60 the network predicts \w+\.$/,
  );
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(await totalProbability(verdict)).toBeCloseTo(1, 2);

  const ofBlue = (await verdict.getByRole('list').textContent()) ?? '';
  await paste(page, plainPicture(60, 160, 40));
  await expect(verdict.getByRole('list')).not.toHaveText(ofBlue);
  expect(await totalProbability(verdict)).toBeCloseTo(1, 2);
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

/** As Ctrl+V does with a picture in the clipboard. */
async function paste(page: Page, png: Uint8Array): Promise<void> {
  await page.evaluate(
    (bytes) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([Uint8Array.from(bytes)], 'pasted.png', { type: 'image/png' }));
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    },
    [...png],
  );
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
