import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Download, Page } from '@playwright/test';
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
