import { expect, type Locator, type Page } from '@playwright/test';

/* The table of runs and the checkpoints in it, in the tab `Runs`. */

/** The rows of runs, without those of sweeps and of details. */
export function runRows(page: Page): Locator {
  const table = page.getByRole('table', { name: 'Runs' });
  return table.getByRole('row').filter({ has: page.getByRole('checkbox', { name: /^Show in charts/ }) });
}

/** Chooses an entry of the menu of a run or of a checkpoint. */
export async function chooseInMenu(row: Locator, item: string): Promise<void> {
  await row.getByRole('button', { name: /^More: / }).click();
  // A dialog of the row may have an element of the same name.
  await row.getByRole('menu').getByText(item, { exact: true }).click();
}

/** Lists the trials of every sweep and the checkpoints of every run: those of the present run are listed anyway. */
export async function unfoldAll(page: Page): Promise<void> {
  const folded = page
    .locator('#panel-runs')
    .getByRole('button', { expanded: false, name: /trials?$|checkpoints?$/ });
  while ((await folded.count()) > 0) await folded.first().click();
}

/** Unfolds the runs until so many of these rows are listed, as a person would who looks for them. */
export async function unfoldUntil(page: Page, rows: Locator, count: number): Promise<void> {
  await expect(async () => {
    await unfoldAll(page);
    await expect(rows).toHaveCount(count, { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
}
