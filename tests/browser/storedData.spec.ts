import type { Page } from '@playwright/test';
import { batchSha256 } from '../../src/data/cifar10.ts';
import { expect, test } from './fixtures.ts';
import { expectTraining, loadDataset, openTab, setParameter, trainTo, waitForStep } from './page.ts';
import { runRows } from './runTable.ts';
import { checkpoints } from './savedWeights.ts';

test('what is stored in IndexedDB has the published SHA-256 sums, and is there at a later visit without the network', async ({
  readyPage: page,
}) => {
  const sums = await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('cifar-10');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const read = <Value>(makeRequest: (store: IDBObjectStore) => IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        const request = makeRequest(database.transaction('batches').objectStore('batches'));
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const result: Record<string, string> = {};
    for (const key of await read((store) => store.getAllKeys())) {
      const stored: unknown = await read((store) => store.get(key));
      if (!(stored instanceof Blob)) throw new Error(`${key} is no blob`);
      const bytes = await stored.arrayBuffer();
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      result[String(key)] = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    }
    database.close();
    return result;
  });
  expect(sums).toEqual(batchSha256);

  const dataRequests: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/cifar-10/')) dataRequests.push(request.url());
  });
  await page.reload();
  await expect(page.getByText('CIFAR-10 ready: 50,000 training and 10,000 test images')).toBeVisible();
  await page.getByRole('button', { name: 'Show pictures' }).click();
  await expect(page.getByRole('img', { name: '30 pictures of class truck' })).toBeVisible();
  await expect(page.getByRole('img', { name: 'Mean image of the training pictures' })).toBeVisible();
  await expect(page.getByText('5,000 + 1,000')).toHaveCount(10);
  expect(dataRequests).toEqual([]);
});

const cleared = /^What the browser stored for this page was cleared/;

test('databases that another tab deletes are missed, and the paused run is stored again', async ({
  readyPage: page,
  profile,
}) => {
  await setParameter(page, 'Hidden units', '8');
  await trainTo(page, 30);
  await openTab(page, 'Runs');
  await expect(checkpoints(page)).toHaveCount(1);
  const title = await checkpoints(page).first().textContent();

  const other = await profile.newPage();
  await other.goto('/blank');
  await other.evaluate(async () => {
    localStorage.clear();
    for (const name of ['cifar-10-checkpoints', 'cifar-10-runs']) {
      await new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = resolve;
        request.onerror = () => reject(request.error);
      });
    }
  });
  await other.close();

  await expect(page.getByText(cleared)).toContainText('Nothing that this page lists is gone.');
  await expect(page.getByText(cleared)).toHaveCount(1);
  await page.reload();
  await expect(checkpoints(page)).toHaveText([title ?? '']);
  await expect(runRows(page)).toHaveCount(1);
  await checkpoints(page).first().getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText(/^Restored exactly/)).toBeVisible({ timeout: 30_000 });
});

test('site data that is cleared while a run trains costs what was stored, but not the run', async ({
  readyPage: page,
}) => {
  await setParameter(page, 'Hidden units', '8');
  await setParameter(page, 'Max steps', '100000');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await waitForStep(page, 10, 60_000);
  await clearSiteData(page);

  await expect(page.getByText(cleared)).toContainText('Gone: CIFAR-10. The run goes on');
  await expectTraining(page);
  await expect(page.getByRole('region', { name: 'Data' })).toContainText(
    'CIFAR-10 is not in this browser yet',
  );
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByText(cleared)).toHaveCount(0);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await openTab(page, 'Runs');
  await expect(checkpoints(page)).toHaveCount(1);
  // For the tests after this one.
  await loadDataset(page);
});

async function clearSiteData(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await session.detach();
}
