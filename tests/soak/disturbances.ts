import { expect, type Page } from '@playwright/test';
import { pauseRun, resumeRun } from '../../bench/app/appRun.mjs';
import { shownStep } from '../../bench/app/observe.mjs';
import { openTab, waitForStep } from '../browser/page.ts';
import { checkpoints } from '../browser/savedWeights.ts';

export interface Disturbance {
  readonly name: string;
  act(page: Page): Promise<void>;
}

const limit = { timeout: 60_000 };
const hiddenSteps = 50;

/** What a user does in the middle of a long run. */
const kinds: readonly Disturbance[] = [
  { name: 'nothing', act: async () => {} },
  {
    name: 'pause and resume',
    async act(page) {
      await pauseRun(page);
      await resumeRun(page);
    },
  },
  {
    name: 'restore and resume',
    async act(page) {
      await pauseRun(page);
      await openTab(page, 'Runs');
      await checkpoints(page).getByRole('button', { name: 'Restore' }).first().click();
      await expect(page.getByText(/^Restored exactly/)).toBeVisible(limit);
      await resumeRun(page);
    },
  },
  {
    name: 'evaluate',
    async act(page) {
      // It counts the evaluations, so that it changes with each.
      const result = page.locator('.headline');
      const before = (await result.textContent()) ?? '';
      await page.getByRole('button', { name: 'Evaluate on test set' }).click();
      await expect(result).not.toHaveText(before, limit);
    },
  },
  {
    name: 'save a checkpoint',
    async act(page) {
      await openTab(page, 'Runs');
      const saved = checkpoints(page).filter({ hasText: 'saved by you' });
      const count = await saved.count();
      await page.getByRole('button', { name: 'Save checkpoint' }).click();
      await expect(saved).toHaveCount(count + 1, limit);
    },
  },
  {
    name: `hide the tab for ${hiddenSteps} steps`,
    async act(page) {
      await setHidden(page, true);
      await waitForStep(page, (await shownStep(page)) + hiddenSteps, limit.timeout);
      await setHidden(page, false);
    },
  },
];

/** Endless; the same seed gives the same disturbances. */
export function* disturbances(seed: number): Generator<Disturbance, never, void> {
  // Park and Miller's generator.
  let state = (seed % 2_147_483_646) + 1;
  for (;;) {
    state = (state * 48_271) % 2_147_483_647;
    const kind = kinds[state % kinds.length];
    if (kind) yield kind;
  }
}

/** A headless browser hides no tab, so the page's visibility state is overridden. */
async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);
}
