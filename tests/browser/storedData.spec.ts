import { batchSha256 } from '../../src/data/cifar10.ts';
import { expect, test } from './fixtures.ts';

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
