import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { killBrowser, openBrowser } from '../ownBrowser.ts';
import { chooseBackend, chooseOption, openTab, setParameter, trainTo, waitForEnd } from '../page.ts';
import { unfoldUntil } from '../runTable.ts';
import { checkpointSha256, checkpoints } from '../savedWeights.ts';
import { withStoredProfile } from '../storedProfile.ts';

export interface Resumption {
  readonly backend: string;
  readonly steps: number;
  readonly configure: (page: Page) => Promise<void>;
}

/** With augmentation, dropout, a schedule and a validation split: an epoch of 45,000 images is over after 90 steps. */
export async function adamWithAllElse(page: Page): Promise<void> {
  await chooseOption(page, 'Preset', 'Past 50 %');
  await chooseOption(page, 'Optimizer', 'Adam');
  await setParameter(page, 'Learning rate', '0.002');
  await setParameter(page, 'Hidden units', '16');
  await setParameter(page, 'Batch size', '500');
  await setParameter(page, 'Dropout', '0.2');
  await setParameter(page, 'Shift', '2');
}

export async function smallNetwork(page: Page): Promise<void> {
  await setParameter(page, 'Hidden units', '16');
  await setParameter(page, 'Batch size', '100');
}

export async function threeLayers(page: Page): Promise<void> {
  await adamWithAllElse(page);
  await chooseOption(page, 'Network', 'Three-layer network');
  await setParameter(page, 'Hidden units, second layer', '8');
}

/** Batch statistics, averages, labels and flips: all that convolutional networks brought. */
export async function convolutions(page: Page): Promise<void> {
  await chooseOption(page, 'Preset', '80 % in minutes');
  await setParameter(page, 'Width', '8');
  await setParameter(page, 'Depth', '1');
  await setParameter(page, 'Batch size', '100');
  await setParameter(page, 'Weight averaging', '0.9');
}

/** Declares the test. Other optimizers are resumed in `tests/unit/worker/furtherTraining.test.ts`. */
export function resumesWithSameBits({ backend, steps, configure }: Resumption): void {
  test(`${backend}: a run whose browser was killed on the way ends with the same weights as one that ran through all ${steps} steps`, async ({
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
      await trainAndPause(first.page);
      await killBrowser(first);

      const second = await open();
      await openTab(second.page, 'Runs');
      const paused = checkpoints(second.page).filter({ hasText: 'on Pause' });
      await unfoldUntil(second.page, paused, 1);
      await paused.getByRole('button', { name: 'Restore' }).click();
      await expect(second.page.getByText(/^Restored exactly/)).toBeVisible();
      await second.page.getByRole('button', { name: 'Resume' }).click();
      await waitForEnd(second.page, steps);
      expect(await checkpointSha256(second.page, 'end of the run')).toBe(uninterrupted);
      await second.profile.close();
    });
  });
}

/**
 * Pauses where the first steps stand on the page. Pause is pressed within the page: a press from outside can come after a run of a
 * second.
 */
async function trainAndPause(page: Page): Promise<void> {
  const pressed = page.evaluate(pressPauseEarly);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await pressed;
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  // The checkpoint is written after that: a browser that is killed before leaves none to restore.
  await openTab(page, 'Runs');
  await expect(checkpoints(page).filter({ hasText: 'on Pause' })).toBeVisible();
}

/** Runs in the page, where an earlier run has left its last step. */
function pressPauseEarly(): Promise<void> {
  return new Promise((resolve, reject) => {
    let isBegun = false;
    const observer = new MutationObserver(() => {
      const [, step, last] = /Step (\d+) of (\d+)/.exec(document.body.textContent) ?? [];
      if (isBegun && step === last) {
        observer.disconnect();
        reject(new Error('the run was over before Pause could be pressed'));
      }
      isBegun ||= step !== last;
      const pause = [...document.querySelectorAll('button')].find(
        ({ textContent }) => textContent === 'Pause',
      );
      if (step === undefined || step === '0' || step === last || !pause) return;
      observer.disconnect();
      pause.click();
      resolve();
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}
