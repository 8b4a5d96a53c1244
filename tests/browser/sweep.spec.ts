import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { killBrowser, openBrowser } from './ownBrowser.ts';
import { chooseBackend, openTab, setParameter } from './page.ts';
import { withStoredProfile } from './storedProfile.ts';

const trials = 16;
const steps = 10;
/** Stored when the browser is killed, at least. */
const seenTrials = 2;

test('a sweep whose browser was killed goes on where it was, and its best trial, trained again, has the same accuracy', async ({
  launchOptions,
  baseURL,
}) => {
  await withStoredProfile(async (folder) => {
    const first = await openBrowser(folder, { launchOptions, baseURL });
    await test.step('what cannot be searched is said beside its field', () => tryWrongRange(first.page));
    await test.step('its trials are run one after another', () => startSweep(first.page));
    // A trial is shown before it is stored. The one before it is stored by then.
    await expect(rows(first.page).nth(seenTrials + 1)).toBeVisible({ timeout: 60_000 });
    await killBrowser(first);

    const { page, profile } = await openBrowser(folder, { launchOptions, baseURL });
    await chooseBackend(page, 'WASM');
    await test.step('the next visit finds it waiting, with the results that it had', () => findPaused(page));
    await test.step('it goes on where it was, to its last trial', () => completeSweep(page));
    await test.step('its winner, trained again, has the same accuracy', () => trainWinner(page));
    await test.step('the curves of the best lie over it', () => showBest(page));
    await profile.close();
  });
});

/** Of the trials; the first is the table's head. */
function rows(page: Page) {
  return page.getByRole('table', { name: 'Trials' }).getByRole('row');
}

async function tryWrongRange(page: Page): Promise<void> {
  await openTab(page, 'Search');
  await page.getByRole('textbox', { name: 'Learning rate to' }).fill('0.00001');
  await expect(page.getByText('The end of the range must be above its start')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start sweep' })).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('textbox', { name: 'Steps per trial' }).fill('2.000');
  await expect(page.getByText('2.000 can mean 2 or 2000: write 2 or 2000.')).toBeVisible();
  const to = page.getByRole('textbox', { name: 'Learning rate to' });
  await to.fill('0,01');
  await to.blur();
  await expect(to).toHaveValue('0.01');
}

async function startSweep(page: Page): Promise<void> {
  await chooseBackend(page, 'WASM');
  await setParameter(page, 'Hidden units', '8');
  await page.getByRole('textbox', { name: 'Trials' }).fill(String(trials));
  await page.getByRole('textbox', { name: 'Steps per trial' }).fill(String(steps));
  await expect(page.getByText(`${trials} trials of ${steps} steps.`)).toBeVisible();
  await page.getByRole('button', { name: 'Start sweep' }).click();
}

async function findPaused(page: Page): Promise<void> {
  await openTab(page, 'Search');
  const status = page.getByText(/^Paused: \d+ of 16 trials done/);
  const done = Number(/\d+/.exec((await status.textContent()) ?? '')?.[0]);
  expect(done).toBeGreaterThanOrEqual(seenTrials);
  expect(done).toBeLessThan(trials);
  await expect(rows(page)).toHaveCount(done + 1);
}

async function completeSweep(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Resume sweep' }).click();
  await expect(page.getByText(`Complete: ${trials} of ${trials} trials done.`)).toBeVisible({
    timeout: 120_000,
  });
  await expect(rows(page)).toHaveCount(trials + 1);
  await expect(page.getByRole('progressbar', { name: 'Sweep' })).toHaveJSProperty('value', trials);
  await expect(
    page.getByRole('img', { name: /^Validation accuracy against Learning rate: 16 trials/ }),
  ).toBeVisible();
}

async function trainWinner(page: Page): Promise<void> {
  const accuracy = await bestAccuracy(page);
  await page.getByRole('button', { name: 'Open winner' }).click();
  await expect(page.getByRole('spinbutton', { name: 'Max steps' })).toHaveValue(String(steps));
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('log', { name: 'Training log' })).toContainText(
    new RegExp(`Step ${steps}, validation accuracy ${accuracy}(?!\\d)`),
  );
}

async function showBest(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Show curves of the best' }).click();
  await openTab(page, 'Runs');
  const ticked = page.getByRole('table', { name: 'Runs' }).getByRole('checkbox', { checked: true });
  await expect(ticked).toHaveCount(4);
}

/** The winner's validation accuracy, as the log writes it. */
async function bestAccuracy(page: Page): Promise<number> {
  const winner = rows(page).filter({ hasText: 'best' });
  return Number(/0\.\d{4}/.exec((await winner.getByText(/^0\.\d{4} best$/).textContent()) ?? '')?.[0]);
}
