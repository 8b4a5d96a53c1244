import { choose, loadDataset, setParameter } from '../drivePage.mjs';
import { troubleWith } from './trouble.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/**
 * A state of the page that is looked at, by the eye and by the accessibility checker. Each begins where the one before
 * it has left the page.
 * @typedef {object} State
 * @property {string} name
 * @property {(page: Page) => Promise<void>} reach
 */

/** @type {readonly State[]} In the order in which a visitor meets them, faults included. */
export const states = [
  {
    name: 'first-visit',
    reach: async (page) => {
      await troubleWith(page, null);
      await page.goto('./');
      await page.getByRole('button', { name: 'Download CIFAR-10' }).waitFor();
    },
  },
  {
    name: 'server-gone',
    reach: async (page) => {
      await troubleWith(page, { file: 'data_batch_2.png', server: 'gone' });
      await page.getByRole('button', { name: 'Download CIFAR-10' }).click();
      await page.getByRole('alert').first().waitFor({ timeout: 60_000 });
    },
  },
  {
    name: 'downloading',
    reach: async (page) => {
      // So that the download can be looked at.
      await troubleWith(page, { file: 'data_batch_4.png', server: 'silent' });
      await page.getByRole('button', { name: 'Download CIFAR-10' }).click();
      await page.getByText('4 of 6 batches checked and stored').waitFor({ timeout: 60_000 });
    },
  },
  {
    name: 'ready',
    reach: async (page) => {
      await troubleWith(page, null);
      await page.reload();
      await loadDataset(page);
    },
  },
  {
    name: 'wrong-value',
    reach: (page) => fillField(page, 'Learning rate', 'abc'),
  },
  {
    name: 'help',
    reach: async (page) => {
      await fillField(page, 'Learning rate', '0.001');
      await page.getByRole('button', { name: 'About Learning rate' }).click();
    },
  },
  {
    name: 'broken-link',
    reach: async (page) => {
      await page.goto('./?learning_rate=fast');
      await loadDataset(page);
      await page.getByText(/link/i).first().waitFor();
    },
  },
  {
    name: 'training',
    reach: async (page) => {
      await page.goto('./');
      await loadDataset(page);
      await setParameter(page, 'Max steps', 2_000);
      await page.getByRole('button', { name: 'Train', exact: true }).click();
      await page.getByText(/^Step [3-9]\d\d of 2,000$/).waitFor({ timeout: 120_000 });
    },
  },
  {
    name: 'paused',
    reach: async (page) => {
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByRole('button', { name: 'Resume' }).waitFor();
    },
  },
  {
    name: 'finished',
    reach: async (page) => {
      await choose(page, 'Preset', 'Past 50 %');
      await setParameter(page, 'Hidden units', 100);
      await setParameter(page, 'Max steps', 450);
      await trainToTheEnd(page, 'Finished');
    },
  },
  {
    name: 'everything-open',
    reach: async (page) => {
      await openAllDetails(page);
      await page.waitForTimeout(1_000);
    },
  },
  {
    name: 'inspected',
    reach: async (page) => {
      const matrix = page.getByRole('region', { name: 'Confusion matrix' });
      await matrix.getByRole('button', { name: 'taken for' }).first().click();
      await page.getByRole('combobox', { name: 'Compare with' }).selectOption({ index: 1 });
      await page.getByRole('region', { name: 'Difference matrix' }).waitFor({ timeout: 60_000 });
      const buffer = await page.getByRole('img', { name: 'pictures of class ship' }).screenshot();
      const picture = { name: 'own.png', mimeType: 'image/png', buffer };
      await page.getByLabel('Your own picture', { exact: true }).setInputFiles(picture);
      await page.getByRole('region', { name: 'What the network says' }).waitFor();
    },
  },
  {
    name: 'compared',
    reach: async (page) => {
      // Its hundreds of elements have been looked at, and take the checker seconds at every state that follows.
      await page.getByRole('region', { name: 'Inspect', exact: true }).evaluate((inspect) => {
        for (const details of inspect.querySelectorAll('details')) details.open = false;
      });
      const ticks = page.getByRole('list', { name: 'Runs' }).getByRole('checkbox');
      for (const tick of await ticks.all()) await tick.check();
    },
  },
  {
    name: 'sweep',
    reach: async (page) => {
      await page.getByRole('textbox', { name: 'Trials' }).fill('4');
      await page.getByRole('textbox', { name: 'Steps per trial' }).fill('20');
      await page.getByRole('button', { name: 'Start sweep' }).click();
      await page.getByText('Complete: 4 of 4 trials done.').waitFor({ timeout: 120_000 });
    },
  },
  {
    name: 'diverged',
    reach: async (page) => {
      await choose(page, 'Preset', 'Article, Part 2');
      await setParameter(page, 'Learning rate', 1);
      await trainToTheEnd(page, 'Ended by a fault');
    },
  },
];

/**
 * @param {Page} page
 * @param {string} name
 * @param {string} text
 */
async function fillField(page, name, text) {
  const field = page.getByRole('spinbutton', { name });
  await field.fill(text);
  await field.blur();
}

/**
 * @param {Page} page
 * @param {string} end
 */
async function trainToTheEnd(page, end) {
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page
    .getByText('Training', { exact: true })
    .or(page.getByText(end, { exact: true }))
    .first()
    .waitFor();
  await page.getByText(end, { exact: true }).waitFor({ timeout: 300_000 });
}

/** @param {Page} page */
async function openAllDetails(page) {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}
