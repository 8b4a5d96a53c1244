import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Download, Page } from '@playwright/test';
import { decode } from 'fast-png';
import { officialFolder, unpacked } from '../fixtures/officialFiles.ts';
import { printed, pythonWith } from '../fixtures/python.ts';
import { expect, test } from './fixtures.ts';
import { chooseBackend, chooseOption, openTab, setParameter, trainTo } from './page.ts';
import { checkpoints } from './savedWeights.ts';

interface DownloadedFile {
  readonly name: string;
  readonly path: string;
}

test('weights leave and come back in every format with the same accuracy, and a result proves itself', async ({
  readyPage: page,
}) => {
  await chooseBackend(page, 'WASM');
  await setParameter(page, 'Hidden units', '16');
  await trainTo(page, 20);
  const accuracy = await testAccuracy(page);

  await test.step('metrics and charts', async () => {
    await openTab(page, 'Export');
    const [csv, description] = await downloads(page, 'Download CSV', 2);
    const [header, row] = (await readFile(csv?.path ?? '', 'utf8')).split('\r\n');
    expect(header).toMatch(/^step,seconds,learning_rate,loss\/total,/);
    expect(row).toMatch(/^0,0(\.\d+)?,0.001,/);
    expect(description?.name).toBe(`${csv?.name}-metadata.json`);
    expect(JSON.parse(await readFile(description?.path ?? '', 'utf8')).url).toBe(csv?.name);
    const [loss, accuracyChart] = await downloads(page, 'Download charts', 2);
    expect(loss?.name).toMatch(/^cifar-10-\d{4}-\d\d-\d\d_[\d-]+-loss\.svg$/);
    expect(accuracyChart?.name).toBe(loss?.name.replace('loss', 'accuracy'));
    expect(await readFile(loss?.path ?? '', 'utf8')).toMatch(/^<svg /);
    await chooseOption(page, 'Chart format', 'PNG');
    const [png] = await downloads(page, 'Download charts', 2);
    expect((await readFile(png?.path ?? '')).subarray(1, 4).toString()).toBe('PNG');
  });

  await test.step('a picture card, and a link that opens the configuration with the accuracy to beat', async () => {
    await page.getByRole('button', { name: 'Save picture card' }).click();
    const dialog = page.getByRole('dialog', { name: 'Share this result' });
    const percent = `${(100 * Number(accuracy)).toFixed(1)} %`;
    const card = dialog.getByRole('img', {
      name: new RegExp(`${percent} of 10,000 unseen pictures right\\. .*12 of the first layer’s 16 units`),
    });
    await expect(card).toBeVisible();
    const downloading = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Save as PNG' }).click();
    const { width, height, data, channels } = decode(await readFile(await (await downloading).path()));
    expect([width, height]).toEqual([1200, 630]);
    expect(coloursIn(data, channels)).toBeGreaterThan(1_000);
    await dialog.getByRole('button', { name: 'Copy link' }).click();
    await expect(dialog.getByRole('status')).toHaveText(/^(Link copied|The link is selected)/);
    const link = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Save picture card' })).toBeFocused();

    const other = await page.context().newPage();
    await other.goto(link);
    const hiddenUnits = other.getByRole('spinbutton', { name: 'Hidden units' });
    const target = other.getByText(`Beat ${percent} test accuracy.`);
    await expect(target).toBeVisible();
    await expect(hiddenUnits).toHaveValue('16');
    await expect(other.getByRole('spinbutton', { name: 'Max steps' })).toHaveValue('20');
    expect(other.url()).not.toContain('#');

    await setParameter(other, 'Hidden units', '17');
    await other.reload();
    await expect(target, 'it outlives a reload').toBeVisible();
    await expect(hiddenUnits, 'and a link is opened once').toHaveValue('17');
    await other.goto(`${link}0001`);
    await expect(other.getByText(/^The link opens a configuration .* replaces your values/)).toBeVisible();
    await other.getByRole('button', { name: 'Keep mine' }).click();
    await expect(hiddenUnits).toHaveValue('17');
    await other.getByRole('button', { name: 'Dismiss the accuracy to beat' }).click();
    await expect(target).toHaveCount(0);
    await other.goto(link.replace('v=1', 'v=2'));
    await expect(other.getByRole('alert')).toContainText('It was made by a newer version of this page.');
    await other.close();
  });

  for (const [format, label, count] of [
    ['safetensors', 'PyTorch', 2],
    ['tfjs', 'TensorFlow.js', 2],
    ['npz', 'NumPy', 1],
  ] as const) {
    await test.step(`${format}: out, in, restored, evaluated`, async () => {
      await openTab(page, 'Export');
      await chooseOption(page, 'Weights format', label);
      const files = await downloads(page, 'Download weights', count);
      await openWeights(page, files);
      await expect(
        page.getByText(`Opened weights of step 20 from ${files.map(({ name }) => name).join(' and ')}: `),
      ).toBeVisible();
      await openTab(page, 'Runs');
      const opened = checkpoints(page).filter({ hasText: `opened from ${files[0]?.name}` });
      await opened.first().getByRole('button', { name: 'Restore' }).click();
      await expect(page.getByText(/^Restored exactly: the loss of the next batch is/)).toBeVisible();
      await expect(page.getByText('Test accuracy not measured yet')).toBeVisible();
      await page.getByRole('button', { name: 'Evaluate on test set' }).click();
      await expect.poll(() => testAccuracy(page)).toBe(accuracy);
    });
  }

  await test.step('weights without their pixel mean: the page offers its own, and says so', async () => {
    await openTab(page, 'Export');
    await chooseOption(page, 'Weights format', 'PyTorch');
    const [weights] = await downloads(page, 'Download weights', 2);
    await openWeights(page, weights ? [weights] : []);
    await expect(page.getByRole('tabpanel', { name: 'Export' }).getByRole('alert')).toContainText(
      `In ${weights?.name}, the pixel mean is missing.`,
    );
    await page.getByRole('button', { name: 'Open with the mean of the images stored here' }).click();
    await expect(
      page.getByText(/^Opened weights of step 20 from .* the files have no pixel mean, so that/i),
    ).toBeVisible();
    await chooseOption(page, 'Weights format', 'NumPy');
  });

  await test.step('what cannot be opened is said beside, and nothing is lost', async () => {
    const [weights] = await downloads(page, 'Download weights', 1);
    const whole = await readFile(weights?.path ?? '');
    const buffer = whole.subarray(0, whole.length / 2);
    const input = page.getByLabel('Files of weights');
    await input.setInputFiles({ name: 'half.npz', mimeType: 'application/octet-stream', buffer });
    await expect(page.getByRole('tabpanel', { name: 'Export' }).getByRole('alert')).toContainText(
      'half.npz is damaged',
    );
  });

  await test.step('the proof’s own program finds the page’s accuracy', async () => {
    const [zip] = await downloads(page, 'Download proof', 1);
    const folder = await unpacked(await readFile(zip?.path ?? ''));
    const python = pythonWith('numpy');
    if (python === null) {
      test.info().annotations.push({ type: 'skipped', description: 'no python3 with numpy here' });
      return;
    }
    const text = printed(python, join(folder, 'recompute_numpy.py'), await officialFolder('test_batch'));
    expect(text).toContain(`Test accuracy ${accuracy}: `);
    expect(text).toContain('Predictions that differ: 0');
    expect(text).toContain('All files agree.');
  });
});

async function testAccuracy(page: Page): Promise<string> {
  const result = page.getByRole('status').filter({ hasText: /^Test accuracy / });
  return (await result.textContent())?.replace('Test accuracy ', '') ?? '';
}

/** How many different colours there are. */
function coloursIn(data: ArrayLike<number>, channels: number): number {
  const colours = new Set<number>();
  for (let index = 0; index < data.length; index += channels) {
    colours.add(((data[index] ?? 0) << 16) | ((data[index + 1] ?? 0) << 8) | (data[index + 2] ?? 0));
  }
  return colours.size;
}

/** Presses the button, and waits for as many downloads as it gives. */
async function downloads(page: Page, button: string, count: number): Promise<DownloadedFile[]> {
  const files: DownloadedFile[] = [];
  const collect = async (download: Download) => {
    files.push({ name: download.suggestedFilename(), path: await download.path() });
  };
  page.on('download', collect);
  await page.getByRole('button', { name: button }).click();
  await expect.poll(() => files.length, { timeout: 30_000 }).toBe(count);
  page.off('download', collect);
  const answer = page.getByText(/^Sent to your browser’s downloads: /);
  for (const { name } of files) await expect(answer).toContainText(name);
  return files;
}

/** Chooses downloaded files under the names that they came with. */
async function openWeights(page: Page, files: readonly DownloadedFile[]): Promise<void> {
  const chosen = files.map(async ({ name, path }) => ({
    name,
    mimeType: 'application/octet-stream',
    buffer: await readFile(path),
  }));
  await page.getByLabel('Files of weights').setInputFiles(await Promise.all(chosen));
}
