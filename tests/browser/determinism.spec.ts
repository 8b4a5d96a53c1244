import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { Beginning } from './harness/beginnings.worker.ts';
import { resultOfWorker } from './harness/bundledWorker.ts';
import { startPlainHost } from './harness/plainHost.ts';
import { killBrowser, openBrowser } from './ownBrowser.ts';
import { chooseBackend, chooseOption, loadDataset, setParameter } from './page.ts';
import { checkpointSha256, checkpoints, sha256OfTensors } from './savedWeights.ts';
import { withStoredProfile } from './storedProfile.ts';

test('a seed fixes the initial weights and the first epoch, whatever the backend; seed 0 is a seed', async ({
  readyPage: page,
}) => {
  const beginningOf = (backend: string, seed: number) =>
    resultOfWorker<Beginning>(page, 'beginnings.worker.ts', { backend, seed });
  const [wasm, webgl, cpu] = [
    await beginningOf('wasm', 0),
    await beginningOf('webgl', 0),
    await beginningOf('cpu', 0),
  ];
  expect(webgl).toEqual(wasm);
  expect(cpu).toEqual(wasm);
  const other = await beginningOf('wasm', 1);
  expect(other.weights).not.toBe(wasm.weights);
  expect(other.firstEpoch).not.toBe(wasm.firstEpoch);
});

test('on WASM the number of threads changes no bit: below a folder of a plain file server, which allows only one, the page trains to the same weights', async ({
  browser,
  baseURL,
}) => {
  const weightsFrom = async (url: string, isIsolated: boolean) => {
    const page = await browser.newPage();
    await page.goto(url);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(isIsolated);
    await loadDataset(page);
    await chooseBackend(page, 'WASM');
    await trainTo(page, 10);
    const sha256 = await weightsSha256(page);
    await page.context().close();
    return sha256;
  };
  const host = await startPlainHost();
  try {
    expect(await weightsFrom(baseURL ?? '', true)).toBe(await weightsFrom(host.url, false));
  } finally {
    await host.close();
  }
});

interface Case {
  readonly backend: string;
  readonly steps: number;
  readonly configure: (page: Page) => Promise<void>;
}

/** Other optimizers are resumed in `tests/unit/worker/furtherTraining.test.ts`. */
const cases: readonly Case[] = [
  { backend: 'WASM', steps: 120, configure: adamWithAllElse },
  // A program on the CPU stands in for the GPU.
  { backend: 'WebGL', steps: 48, configure: smallNetwork },
];

/** With augmentation, dropout, a schedule and a validation split: an epoch of 45,000 images is over after 90 steps. */
async function adamWithAllElse(page: Page): Promise<void> {
  await chooseOption(page, 'Preset', 'Past 50 %');
  await chooseOption(page, 'Optimizer', 'Adam');
  await setParameter(page, 'Learning rate', '0.002');
  await setParameter(page, 'Hidden units', '16');
  await setParameter(page, 'Batch size', '500');
  await setParameter(page, 'Dropout', '0.2');
  await setParameter(page, 'Shift', '2');
}

async function smallNetwork(page: Page): Promise<void> {
  await setParameter(page, 'Hidden units', '16');
  await setParameter(page, 'Batch size', '100');
}

for (const { backend, steps, configure } of cases) {
  test(`${backend}: a run whose browser was killed on the way ends with the same weights as one that ran through`, async ({
    launchOptions,
    baseURL,
  }) => {
    await withStoredProfile(async (folder) => {
      const open = async () => {
        const browser = await openBrowser(folder, { launchOptions, baseURL });
        await chooseBackend(browser.page, backend);
        await configure(browser.page);
        return browser;
      };

      const first = await open();
      await trainTo(first.page, steps);
      const uninterrupted = await checkpointSha256(first.page, 'end of the run');
      await trainAndPause(first.page, steps / 3);
      await killBrowser(first);

      const second = await open();
      const paused = checkpoints(second.page).filter({ hasText: 'on Pause' });
      await paused.getByRole('button', { name: 'Restore' }).click();
      await expect(second.page.getByText(/^Restored exactly/)).toBeVisible({ timeout: 60_000 });
      await second.page.getByRole('button', { name: 'Resume' }).click();
      await finished(second.page, steps);
      expect(await checkpointSha256(second.page, 'end of the run')).toBe(uninterrupted);
      await second.profile.close();
    });
  });
}

async function trainTo(page: Page, steps: number): Promise<void> {
  await setParameter(page, 'Max steps', String(steps));
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await finished(page, steps);
}

async function finished(page: Page, steps: number): Promise<void> {
  await expect(page.getByText(`Step ${steps} of ${steps}`)).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 60_000 });
}

/**
 * Somewhere past this step, but before the last. Pause is pressed within the page, as soon as the step stands there: a press from outside
 * can come after a run of a second.
 */
async function trainAndPause(page: Page, step: number): Promise<void> {
  const pressed = page.evaluate(pressPauseFrom, step);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await pressed;
  await expect(page.getByText('Paused', { exact: true })).toBeVisible({ timeout: 60_000 });
  // It is written after that: whoever kills the browser before would find no checkpoint to restore.
  await expect(checkpoints(page).filter({ hasText: 'on Pause' })).toBeVisible();
}

/** Runs in the page. What an earlier run has left there is its last step. */
function pressPauseFrom(wanted: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let isBegun = false;
    const observer = new MutationObserver(() => {
      const [, step, last] = /Step (\d+) of (\d+)/.exec(document.body.textContent) ?? [];
      if (isBegun && step === last) reject(new Error('the run was over before Pause could be pressed'));
      isBegun ||= step !== last;
      if (step === undefined || Number(step) < wanted || step === last) return;
      observer.disconnect();
      [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Pause')?.click();
      resolve();
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

async function weightsSha256(page: Page): Promise<string> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download weights' }).click();
  return sha256OfTensors(await (await downloading).path());
}
