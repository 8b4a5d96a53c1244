import type { Page } from '@playwright/test';
import { chooseBackend, expect, loadDataset, setParameter, test } from './fixtures.ts';

const trials = 4;
const steps = 20;

test('a sweep goes on after a reload, and its best trial, trained again, has the same accuracy', async ({
  readyPage: page,
}) => {
  const table = page.getByRole('table', { name: 'Trials' });
  /** One of them is the table's head. */
  const rows = table.getByRole('row');

  await test.step('what cannot be searched is said beside its field', async () => {
    await page.getByRole('textbox', { name: 'Learning rate to' }).fill('0.00001');
    await expect(page.getByText('The range ends where it begins, or before')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Start sweep' })).toHaveAttribute('aria-disabled', 'true');
    await page.getByRole('textbox', { name: 'Learning rate to' }).fill('0.01');
  });

  await test.step('its trials are run one after another', async () => {
    await chooseBackend(page, 'WASM');
    await setParameter(page, 'Hidden units', '8');
    await page.getByRole('textbox', { name: 'Trials' }).fill(String(trials));
    await page.getByRole('textbox', { name: 'Steps per trial' }).fill(String(steps));
    await expect(page.getByText(`${trials} trials of ${steps} steps.`)).toBeVisible();
    await page.getByRole('button', { name: 'Start sweep' }).click();
    await expect(rows.nth(1)).toBeVisible({ timeout: 60_000 });
  });

  await test.step('after a reload it waits, with the results that it had', async () => {
    await page.reload();
    await loadDataset(page);
    await chooseBackend(page, 'WASM');
    await expect(rows.nth(1)).toBeVisible();
    await expect(page.getByText(/^Paused: \d of 4 trials done/)).toBeVisible();
  });

  await test.step('it goes on where it was, to its last trial', async () => {
    await page.getByRole('button', { name: 'Resume sweep' }).click();
    await expect(page.getByText(`Complete: ${trials} of ${trials} trials done.`)).toBeVisible({
      timeout: 120_000,
    });
    await expect(rows).toHaveCount(trials + 1);
    await expect(page.getByRole('progressbar', { name: 'Sweep' })).toHaveJSProperty('value', trials);
    await expect(
      page.getByRole('img', { name: /^Validation accuracy against Learning rate: 4 trials/ }),
    ).toBeVisible();
  });

  await test.step('its winner, trained again from its record, has the same accuracy', async () => {
    const accuracy = await bestAccuracy(page);
    await page.getByRole('button', { name: 'Open winner' }).click();
    await expect(page.getByRole('spinbutton', { name: 'Max steps' })).toHaveValue(String(steps));
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('log', { name: 'Training log' })).toContainText(
      new RegExp(`Step ${steps}, validation accuracy ${accuracy}(?!\\d)`),
    );
  });

  await test.step('the curves of the best lie over it', async () => {
    await page.getByRole('button', { name: 'Show curves of the best' }).click();
    const ticked = page.getByRole('list', { name: 'Runs' }).getByRole('checkbox', { checked: true });
    await expect(ticked).toHaveCount(trials);
  });
});

/** The winner's validation accuracy, as the log writes it. */
async function bestAccuracy(page: Page): Promise<number> {
  const winner = page.getByRole('table', { name: 'Trials' }).getByRole('row').filter({ hasText: 'best' });
  return Number(/0\.\d{4}/.exec((await winner.getByText(/^0\.\d{4} best$/).textContent()) ?? '')?.[0]);
}
