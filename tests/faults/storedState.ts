import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type * as Idb from 'idb';
import { blankPath } from '../server/testServer.ts';

/* Stored data is read and changed from a page of the same origin without the code under test. */

/** Provided by `openBlank`. */
declare const idb: typeof Idb;

const idbScript = fileURLToPath(new URL('../../node_modules/idb/build/umd.js', import.meta.url));

export async function openBlank(page: Page): Promise<void> {
  await page.goto(blankPath);
  await page.addScriptTag({ path: idbScript });
}

/**
 * SHA-256 of each batch that is stored.
 *
 * @param page a blank one
 */
export function storedSums(page: Page): Promise<Record<string, string>> {
  return page.evaluate(async () => {
    const database = await idb.openDB('cifar-10');
    const sums: Record<string, string> = {};
    for (const name of await database.getAllKeys('batches')) {
      const bytes = await new Response(await database.get('batches', name)).arrayBuffer();
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      sums[String(name)] = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    }
    database.close();
    return sums;
  });
}

/** @param page a blank one */
export async function forgetBatch(page: Page, name: string): Promise<void> {
  await page.evaluate(async (batch) => {
    const database = await idb.openDB('cifar-10');
    const change = database.transaction(['batches', 'summaries'], 'readwrite');
    await Promise.all([
      change.objectStore('batches').delete(batch),
      change.objectStore('summaries').delete(batch),
      change.done,
    ]);
    database.close();
  }, name);
}

/**
 * Deletes all runs, and all checkpoints but those of one run.
 *
 * @param page a blank one
 * @param seed of the run whose checkpoints are kept
 */
export async function forgetRunsExcept(page: Page, seed: number): Promise<void> {
  await page.evaluate(async (keptSeed) => {
    const isKept = (summary?: { hyperparameters?: { seed?: number } }) =>
      summary?.hyperparameters?.seed === keptSeed;
    for (const [key, text] of Object.entries<string>({ ...localStorage })) {
      const isCheckpoint = key.startsWith('cifar-10/checkpoint/');
      if (!isCheckpoint || !isKept(JSON.parse(text.slice(0, text.indexOf('\n'))))) {
        localStorage.removeItem(key);
      }
    }
    await Promise.all(['cifar-10-autosaves', 'cifar-10-runs'].map((name) => idb.deleteDB(name)));
    const database = await idb.openDB('cifar-10-checkpoints');
    const change = database.transaction(['summaries', 'checkpoints'], 'readwrite');
    for (const { id, summary } of await change.objectStore('summaries').getAll()) {
      if (isKept(summary)) continue;
      await change.objectStore('summaries').delete(id);
      await change.objectStore('checkpoints').delete(id);
    }
    await change.done;
    database.close();
  }, seed);
}
