/** @typedef {import('@playwright/test').Page} Page */

/** What is stored is looked at and changed from a page of the same origin that has none of the code under test. */

/**
 * Opens such a page.
 * @param {Page} page
 * @param {string} url of the page under test
 */
export async function openBlank(page, url) {
  await page.goto(new URL('blank', url).href);
}

/**
 * SHA-256 of each batch that is stored.
 * @param {Page} page a blank one
 * @returns {Promise<Record<string, string>>}
 */
export function storedSums(page) {
  return page.evaluate(async () => {
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open('cifar-10');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const read = (/** @type {(store: IDBObjectStore) => IDBRequest} */ ask) =>
      new Promise((resolve, reject) => {
        const request = ask(database.transaction('batches').objectStore('batches'));
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    /** @type {Record<string, string>} */
    const sums = {};
    for (const key of await read((store) => store.getAllKeys())) {
      const bytes = await new Response(await read((store) => store.get(key))).arrayBuffer();
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      sums[key] = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    }
    database.close();
    return sums;
  });
}

/**
 * @param {Page} page a blank one
 * @param {string} name of the batch that is to come again
 */
export function forgetBatch(page, name) {
  return page.evaluate(async (batch) => {
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open('cifar-10');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const change = database.transaction(['batches', 'summaries'], 'readwrite');
    change.objectStore('batches').delete(batch);
    change.objectStore('summaries').delete(batch);
    await new Promise((resolve) => {
      change.oncomplete = resolve;
    });
    database.close();
  }, name);
}

/**
 * Leaves of all checkpoints and runs only the checkpoint of the earlier run.
 * @param {Page} page a blank one
 * @param {number} seed of the earlier run
 */
export function forgetRunsBut(page, seed) {
  return page.evaluate(async (keptSeed) => {
    const prefix = 'cifar-10/checkpoint/';
    const isKept = (/** @type {any} */ summary) => summary?.hyperparameters?.seed === keptSeed;
    for (const key of Object.keys(localStorage)) {
      const text = localStorage.getItem(key) ?? '';
      if (!key.startsWith(prefix) || !isKept(JSON.parse(text.slice(0, text.indexOf('\n'))))) {
        localStorage.removeItem(key);
      }
    }
    for (const name of ['cifar-10-autosaves', 'cifar-10-runs']) {
      await new Promise((resolve) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = resolve;
        request.onerror = resolve;
        request.onblocked = resolve;
      });
    }
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open('cifar-10-checkpoints');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const change = database.transaction(['summaries', 'checkpoints'], 'readwrite');
    const summaries = change.objectStore('summaries').getAll();
    summaries.onsuccess = () => {
      for (const { id, summary } of summaries.result) {
        if (isKept(summary)) continue;
        change.objectStore('summaries').delete(id);
        change.objectStore('checkpoints').delete(id);
      }
    };
    await new Promise((resolve) => {
      change.oncomplete = resolve;
    });
    database.close();
  }, seed);
}
