import { pauseRun, resumeRun } from '../../bench/app/appRun.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{ name: string, act: (page: Page) => Promise<void> }} Disturbance */

/** @type {readonly Disturbance[]} What a person does in the middle of a long run. */
const kinds = [
  { name: 'nothing', act: async () => {} },
  {
    name: 'pause and resume',
    act: async (page) => {
      await pauseRun(page);
      await page.waitForTimeout(500);
      await resumeRun(page);
    },
  },
  {
    name: 'restore and resume',
    act: async (page) => {
      await pauseRun(page);
      const checkpoints = page.getByRole('list', { name: 'Checkpoints' });
      await checkpoints.getByRole('button', { name: 'Restore' }).first().click();
      await page.getByText(/^Restored exactly/).waitFor({ timeout: 60_000 });
      await resumeRun(page);
    },
  },
  {
    name: 'evaluate',
    act: async (page) => {
      await page.getByRole('button', { name: 'Evaluate on test set' }).click();
      await page.waitForTimeout(1_500);
    },
  },
  {
    name: 'save a checkpoint',
    act: async (page) => {
      await page.getByRole('button', { name: 'Save checkpoint' }).click();
      await page.waitForTimeout(500);
    },
  },
  {
    name: 'hide the tab for 5 s',
    act: async (page) => {
      await setHidden(page, true);
      await page.waitForTimeout(5_000);
      await setHidden(page, false);
    },
  },
];

/**
 * Without end; the same for the same seed.
 * @param {number} seed
 * @returns {Generator<Disturbance, never, void>}
 */
export function* disturbances(seed) {
  // Park and Miller's generator: what it has to be is repeatable.
  let state = (seed % 2_147_483_646) + 1;
  for (;;) {
    state = (state * 48_271) % 2_147_483_647;
    const kind = kinds[state % kinds.length];
    if (kind) yield kind;
  }
}

/**
 * A browser without a window hides no tab; the page is told that it was.
 * @param {Page} page
 * @param {boolean} isHidden
 */
async function setHidden(page, isHidden) {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);
}
