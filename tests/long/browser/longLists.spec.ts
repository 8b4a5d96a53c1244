import type { Page } from '@playwright/test';
import { expect, test } from '../../browser/fixtures.ts';
import { loadDataset, openTab, setParameter, trainTo } from '../../browser/page.ts';
import { chooseInMenu, runRows } from '../../browser/runTable.ts';

test('of many runs the newest are listed, the others on request, and the focus stays where it is of use', async ({
  readyPage: page,
}) => {
  await setParameter(page, 'Hidden units', '8');
  await trainTo(page, 20);
  await openTab(page, 'Runs');
  const rows = runRows(page);
  await expect(rows).toHaveCount(1);
  await multiplyRuns(page, 45);
  await page.reload();
  await loadDataset(page);

  // The run that is open, which is the oldest, is always listed.
  await expect(rows).toHaveCount(21);
  await expect(page.getByText('21 of 46 runs shown.')).toBeVisible();
  await page.getByRole('button', { name: 'Show 20 more runs' }).press('Enter');
  await expect(rows).toHaveCount(41);
  await expect(rows.nth(20).getByRole('checkbox')).toBeFocused();

  await page.getByRole('button', { name: 'Show 5 more runs' }).click();
  await expect(rows).toHaveCount(46);
  await expect(page.getByText(/runs shown/)).toHaveCount(0);
  await rows.nth(44).getByRole('checkbox').check();

  await page.reload();
  await expect(rows).toHaveCount(22);
  await expect(rows.nth(20).getByRole('checkbox')).toBeChecked();

  const second = await rows.nth(2).getByRole('checkbox').getAttribute('aria-label');
  await chooseInMenu(rows.nth(1), 'Delete');
  await page.getByRole('button', { name: 'Delete run' }).click();
  await expect(rows.nth(1).getByRole('checkbox', { name: second ?? '' })).toBeFocused();
});

/** Copies the only run on record. */
async function multiplyRuns(page: Page, copies: number): Promise<void> {
  await page.evaluate(async (count) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('cifar-10-runs');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const change = database.transaction(['summaries', 'records'], 'readwrite');
    const only = (name: string) =>
      new Promise<object>((resolve) => {
        const request = change.objectStore(name).getAll();
        request.onsuccess = () => resolve(request.result[0]);
      });
    const [summary, record] = [await only('summaries'), await only('records')];
    for (let number = 1; number <= count; number++) {
      const id = `copy ${number}`;
      change.objectStore('summaries').put({ ...summary, id, name: id, number: number + 1 });
      change.objectStore('records').put(record, id);
    }
    await new Promise((resolve) => {
      change.oncomplete = resolve;
    });
    database.close();
  }, copies);
}
