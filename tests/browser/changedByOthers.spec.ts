import { readFile } from 'node:fs/promises';
import { translation } from '../fixtures/changedByOthers.ts';
import { expect, test } from './fixtures.ts';
import { correctNumber, expectUpToDate, openChanged, trainInTwoParts } from './harness/changedPage.ts';
import {
  chooseBackend,
  chooseOption,
  openTab,
  setParameter,
  shownStep,
  startLongRun,
  waitForStep,
} from './page.ts';
import { checkpoints } from './savedWeights.ts';

test('a translated page does all of its job, and what it says is up to date', async ({ readyPage: page }) => {
  await openChanged(page, translation);
  await expect(page.getByRole('heading', { name: 'Train' }).locator('font').first()).toBeVisible();

  await test.step('a number that is none, corrected', () => correctNumber(page));
  await test.step('train, pause, resume', () => trainInTwoParts(page));
  await test.step('evaluate', async () => {
    await page.getByRole('button', { name: 'Evaluate on test set' }).click();
    await expect(page.getByRole('status').filter({ hasText: /^Test accuracy 0\.\d{4}$/ })).toBeVisible();
    await expect(page.getByText(/, evaluated \d times: /)).toBeVisible();
  });
  await test.step('save and restore a checkpoint', async () => {
    await openTab(page, 'Runs');
    const before = await checkpoints(page).count();
    await page.getByRole('button', { name: 'Save checkpoint' }).click();
    await expect(checkpoints(page)).toHaveCount(before + 1);
    await checkpoints(page).first().getByRole('button', { name: 'Restore' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Restored exactly' })).toBeVisible();
  });
  await test.step('weights to a file, and from it', async () => {
    const step = await shownStep(page);
    await openTab(page, 'Export');
    await chooseOption(page, 'Weights format', 'NumPy');
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download weights' }).click();
    const download = await downloading;
    const [name, buffer] = [download.suggestedFilename(), await readFile(await download.path())];
    const file = { name, mimeType: 'application/octet-stream', buffer };
    await page.getByLabel('Files of weights').setInputFiles(file);
    await expect(page.getByText(`Opened weights of step ${step.toLocaleString('en-US')}`)).toBeVisible();
  });
  await test.step('a sweep', async () => {
    await openTab(page, 'Search');
    await page.getByRole('textbox', { name: 'Trials' }).fill('4');
    await page.getByRole('textbox', { name: 'Steps per trial' }).fill('10');
    await page.getByRole('button', { name: 'Start sweep' }).click();
    await expect(page.getByText('Complete: 4 of 4 trials done.')).toBeVisible();
  });
  await expectUpToDate(page);
});

test('what cannot be displayed stays in its section, and a run goes on', async ({ readyPage: page }) => {
  await chooseBackend(page, 'CPU');
  await setParameter(page, 'Hidden units', 8);
  await setParameter(page, 'Batch size', 50);
  await startLongRun(page, 20);

  await page.evaluate(blockCanvases);
  await page.getByRole('button', { name: 'Show pictures' }).click();
  const section = page.getByRole('region', { name: 'Data' });
  await expect(section.getByRole('alert')).toContainText('This part of the page could not be displayed.');
  await waitForStep(page, (await shownStep(page)) + 20, 60_000);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();

  await page.evaluate(() => dispatchEvent(new Event('canvasesunblocked')));
  await section.getByRole('button', { name: 'Display it again' }).click();
  await expect(section.getByRole('img', { name: '30 pictures of class frog' })).toBeVisible();
  await expect(section.getByRole('alert')).toHaveCount(0);
});

/** As an extension does against fingerprinting. */
function blockCanvases(): void {
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = () => {
    throw new Error('canvases are blocked');
  };
  addEventListener('canvasesunblocked', () => {
    HTMLCanvasElement.prototype.getContext = getContext;
  });
}
