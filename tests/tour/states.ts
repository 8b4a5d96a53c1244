import { expect, type Page } from '@playwright/test';
import { chooseOption, loadDataset, openTab, setParameter } from '../browser/page.ts';
import { setMisbehaviour } from '../server/misbehaviour.ts';

/** A state of the page to check, by eye and by the accessibility checker. Each starts where the one before it ended. */
export interface State {
  readonly name: string;
  reach(page: Page): Promise<void>;
}

/** In the order in which a visitor with an empty browser sees them, including faults. */
export const firstStates: readonly State[] = [
  {
    name: 'first-visit',
    async reach(page) {
      await setMisbehaviour(page.context(), null);
      await page.goto('./');
      await expect(downloadButton(page)).toBeEnabled();
    },
  },
  {
    name: 'server-gone',
    async reach(page) {
      await setMisbehaviour(page.context(), { kind: 'closes the connection', at: 'data_batch_2.png' });
      await downloadButton(page).click();
      await expect(page.getByRole('alert').first()).toBeVisible({ timeout: 60_000 });
    },
  },
  {
    name: 'downloading',
    async reach(page) {
      // The download stays unfinished while it is shown.
      await setMisbehaviour(page.context(), { kind: 'never answers', at: 'data_batch_4.png' });
      await downloadButton(page).click();
      await expect(page.getByText('4 of 6 batches checked and stored')).toBeVisible({ timeout: 60_000 });
    },
  },
  {
    name: 'ready',
    async reach(page) {
      await setMisbehaviour(page.context(), null);
      await page.reload();
      await loadDataset(page);
    },
  },
  {
    name: 'wrong-value',
    reach: (page) => setParameter(page, 'Learning rate', 'abc'),
  },
  {
    name: 'help',
    async reach(page) {
      await setParameter(page, 'Learning rate', '0.001');
      await page.getByRole('button', { name: 'About Learning rate' }).click();
    },
  },
  {
    name: 'broken-link',
    async reach(page) {
      await page.goto('./?learning_rate=fast');
      await loadDataset(page);
      await expect(page.getByText(/link/i).first()).toBeVisible();
    },
  },
];

/** What comes once the pictures are stored. */
export const trainingStates: readonly State[] = [
  {
    name: 'training',
    async reach(page) {
      await page.goto('./');
      await loadDataset(page);
      await setParameter(page, 'Max steps', '100000');
      await page.getByRole('button', { name: 'Train', exact: true }).click();
      await expect(page.getByText(/^Step [1-9]\d+ of 100,000$/)).toBeVisible({ timeout: 120_000 });
    },
  },
  {
    name: 'paused',
    async reach(page) {
      await page.getByRole('button', { name: 'Pause' }).click();
      await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
    },
  },
  {
    name: 'finished',
    async reach(page) {
      await chooseOption(page, 'Preset', 'Past 50 %');
      await setParameter(page, 'Hidden units', '50');
      await setParameter(page, 'Max steps', '101');
      await trainUntil(page, 'Finished');
    },
  },
  {
    name: 'shared',
    async reach(page) {
      await page.getByRole('button', { name: 'Share', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: 'Share this result' });
      await expect(dialog.getByRole('img', { name: /of the first layer’s 50 units/ })).toBeVisible({
        timeout: 60_000,
      });
    },
  },
  {
    name: 'everything-open',
    async reach(page) {
      await page.getByRole('button', { name: 'Close', exact: true }).click();
      await setDetailsOpen(page, 'main', true);
      await expect(page.getByRole('region', { name: 'Confusion matrix' })).toBeVisible({ timeout: 60_000 });
      await expect(page.getByText('Computing…')).toHaveCount(0, { timeout: 60_000 });
    },
  },
  {
    name: 'inspected',
    async reach(page) {
      const matrix = page.getByRole('region', { name: 'Confusion matrix' });
      await matrix.getByRole('button', { name: 'taken for' }).first().click();
      await page.getByRole('combobox', { name: 'Compare with' }).selectOption({ index: 1 });
      await expect(page.getByRole('region', { name: 'Difference matrix' })).toBeVisible({ timeout: 60_000 });
      await page.getByRole('button', { name: 'Show pictures' }).click();
      const buffer = await page.getByRole('img', { name: 'pictures of class ship' }).screenshot();
      const picture = { name: 'own.png', mimeType: 'image/png', buffer };
      await page.getByLabel('Your own picture', { exact: true }).setInputFiles(picture);
      await expect(page.getByRole('region', { name: 'What the network says' })).toBeVisible();
    },
  },
  {
    name: 'compared',
    async reach(page) {
      await openTab(page, 'Runs');
      const ticks = page.getByRole('table', { name: 'Runs' }).getByRole('checkbox');
      for (const tick of await ticks.all()) await tick.check();
    },
  },
  {
    name: 'settings',
    async reach(page) {
      await page.getByRole('button', { name: 'More settings' }).click();
      await expect(page.getByRole('combobox', { name: 'Optimizer' })).toBeVisible();
    },
  },
  {
    name: 'export',
    async reach(page) {
      await page.getByRole('button', { name: 'Done' }).click();
      await openTab(page, 'Export');
      await expect(page.getByRole('button', { name: 'Download weights' })).toBeVisible();
    },
  },
  {
    name: 'sweep',
    async reach(page) {
      await openTab(page, 'Search');
      await page.getByRole('textbox', { name: 'Trials' }).fill('4');
      await page.getByRole('textbox', { name: 'Steps per trial' }).fill('10');
      await page.getByRole('button', { name: 'Start sweep' }).click();
      await expect(page.getByText('Complete: 4 of 4 trials done.')).toBeVisible({ timeout: 120_000 });
    },
  },
  {
    name: 'diverged',
    async reach(page) {
      await chooseOption(page, 'Preset', 'Article, Part 2');
      await setParameter(page, 'Learning rate', '1');
      await trainUntil(page, /^Diverged by step [\d,]+$/);
    },
  },
];

export const states: readonly State[] = [...firstStates, ...trainingStates];

function downloadButton(page: Page) {
  return page.getByRole('button', { name: 'Download CIFAR-10' });
}

async function trainUntil(page: Page, end: string | RegExp): Promise<void> {
  const ended = page.getByText(end, { exact: true });
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  // The end of an earlier run is shown until this one begins.
  await expect(page.getByText('Training', { exact: true }).or(ended).first()).toBeVisible();
  await expect(ended).toBeVisible({ timeout: 300_000 });
}

async function setDetailsOpen(page: Page, within: string, isOpen: boolean): Promise<void> {
  await page.locator(`${within} details`).evaluateAll((all, open) => {
    for (const details of all) if (details instanceof HTMLDetailsElement) details.open = open;
  }, isOpen);
}
