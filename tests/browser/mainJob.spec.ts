import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { safetensorsTestAccuracy, tfjsModelTestAccuracy } from '../fixtures/openedElsewhere.ts';
import { expect, test } from './fixtures.ts';
import { openTab, setParameter, shownStep, waitForEnd, waitForStep } from './page.ts';

test('download, train, pause, close, restore, go on, evaluate, and take the weights home', async ({
  readyPage: page,
  profile,
}) => {
  await test.step('pictures of every class are there', async () => {
    await expect(page).toHaveTitle(/CIFAR-10/);
    await expect(page.getByRole('img', { name: 'A picture of each class' })).toBeVisible();
    await page.getByRole('button', { name: 'Show pictures' }).click();
    await expect(page.getByRole('img', { name: '30 pictures of class frog' })).toBeVisible();
    await page.getByRole('button', { name: 'Show less' }).click();
  });

  await test.step('train, with loss and accuracy moving, and pause', async () => {
    await page.getByRole('combobox', { name: 'Backend' }).selectOption({ label: 'WebGL: GPU' });
    await setParameter(page, 'Hidden units', '10');
    await setParameter(page, 'Batch size', '50');
    await setParameter(page, 'Max steps', '5000');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await waitForStep(page, 101, 60_000);
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
  });
  const log = page.getByRole('log', { name: 'Training log' });
  await expect(log).toContainText(
    'Parameters: batch_size = 50 hidden1 = 10 learning_rate = 0.001 max_steps = 5000 reg_constant = 0.1',
  );
  await expect(log).toContainText(/Step 100, training accuracy 0\.\d+/);
  await expect(log).toContainText('Saved checkpoint');

  const pausedAt = await page.getByText(/^Step \d+ of 5,000$/).textContent();
  const tensorsAtPause = await tensorCount(page);
  await page.close();

  const returned = await profile.newPage();
  await test.step('a later visit restores model, step counter, charts and sliders', async () => {
    await returned.goto('./');
    await expect(returned.getByText('CIFAR-10 ready: 50,000 training and 10,000 test images')).toBeVisible();
    await setParameter(returned, 'Hidden units', '7');
    await returned.getByRole('combobox', { name: 'Backend' }).selectOption({ label: 'WebGL: GPU' });
    await openTab(returned, 'Runs');
    const checkpoints = returned.getByRole('list', { name: 'Checkpoints' });
    await checkpoints.getByRole('button', { name: 'Restore' }).click();
    await expect(returned.getByText(pausedAt ?? '', { exact: true })).toBeVisible();
    await expect(returned.getByText(/^Restored exactly: the loss of the next batch is/)).toBeVisible();
    await expect(returned.getByRole('spinbutton', { name: 'Hidden units' })).toHaveValue('10');
    await expect(returned.getByRole('spinbutton', { name: 'Max steps' })).toHaveValue('5000');
    await expect(returned.getByRole('img', { name: /Accuracy.*step/i })).toBeVisible();
  });

  await test.step('go on to the end', async () => {
    const last = (await shownStep(returned)) + 40;
    await setParameter(returned, 'Max steps', last);
    await returned.getByRole('button', { name: 'Resume' }).click();
    await waitForEnd(returned, last);
    const returnedLog = returned.getByRole('log', { name: 'Training log' });
    await expect(returnedLog).toContainText(/Total time: \d+\.\d\ds/);
    expect(await tensorCount(returned)).toBe(tensorsAtPause);
  });

  const shownAccuracy = await test.step('evaluate on the test set', async () => {
    await returned.getByRole('button', { name: 'Evaluate on test set' }).click();
    const result = returned.getByRole('status').filter({ hasText: /^Test accuracy 0\.\d{4}$/ });
    await expect(result).toBeVisible({ timeout: 60_000 });
    return Number((await result.textContent())?.replace('Test accuracy ', ''));
  });
  expect(shownAccuracy).toBeGreaterThan(0.2);

  await test.step('the weights give the same test accuracy outside the page, to the last digit', async () => {
    await openTab(returned, 'Export');
    const [safetensors, pixelMean] = await downloadWeights(returned, 'safetensors', 2);
    expect(safetensors.suggestedFilename()).toMatch(/\.safetensors$/);
    const paths = [await safetensors.path(), await pixelMean?.path()];
    expect(await safetensorsTestAccuracy(paths[0] ?? '', paths[1] ?? '')).toBe(shownAccuracy);

    const [model, weights] = await downloadWeights(returned, 'tfjs', 2);
    const modelJson = JSON.parse(await readFile(await model.path(), 'utf8'));
    const weightBytes = await readFile((await weights?.path()) ?? '');
    expect(await tfjsModelTestAccuracy(modelJson, weightBytes)).toBe(shownAccuracy);
  });
  await returned.close();
});

/** Constant while training, or something leaks. */
async function tensorCount(page: Page): Promise<number> {
  const text = await page.getByText(/\d+ tensors in memory/).textContent();
  return Number(/(\d+) tensors in memory/.exec(text ?? '')?.[1]);
}

async function downloadWeights(
  page: Page,
  format: string,
  count: number,
): Promise<[Download, ...Download[]]> {
  const downloads: Download[] = [];
  const collect = (download: Download) => downloads.push(download);
  page.on('download', collect);
  const formats = page.getByRole('combobox', { name: 'Weights format' });
  const label = await formats.getByRole('option').filter({ hasText: format }).textContent();
  await formats.selectOption({ label: label ?? '' });
  await page.getByRole('button', { name: 'Download weights' }).click();
  await expect.poll(() => downloads.length).toBe(count);
  page.off('download', collect);
  const [first, ...others] = downloads;
  if (!first) throw new Error('nothing was downloaded');
  return [first, ...others];
}
