import type { Browser, Page } from '@playwright/test';
import { memoryUse } from '../../bench/app/heap.mjs';
import { observeSteps, shownStep, tensorCount } from '../../bench/app/observe.mjs';

/** The cost of the run over some of its steps. Memory is in bytes, after a garbage collection. */
export interface Stretch {
  /** What was done to the run before. */
  readonly after: string;
  /** At its end. */
  readonly step: number;
  readonly msPerStep: number;
  readonly tensors: number;
  readonly pageHeap: number;
  readonly workerHeaps: number;
  /** Checkpoints, which are kept until somebody deletes them. */
  readonly checkpointBytes: number;
  /** What the browser counts for this origin beside them. */
  readonly otherBytes: number;
}

export async function observeStretch(
  browser: Browser,
  page: Page,
  minSteps: number,
  after: string,
): Promise<Stretch> {
  const { steps, ms } = await observeSteps(page, { minMs: 0, minSteps });
  const { pageHeap, workerHeaps } = await memoryUse(browser, page);
  const checkpointBytes = await storedCheckpointBytes(page);
  const storedBytes = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  return {
    after,
    step: await shownStep(page),
    msPerStep: ms / steps,
    tensors: await tensorCount(page),
    pageHeap,
    workerHeaps,
    checkpointBytes,
    otherBytes: storedBytes - checkpointBytes,
  };
}

function storedCheckpointBytes(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('cifar-10-checkpoints');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database.transaction('summaries').objectStore('summaries').getAll();
          reading.onerror = () => reject(reading.error);
          reading.onsuccess = () => {
            database.close();
            resolve(reading.result.reduce((sum, { byteLength }) => sum + byteLength, 0));
          };
        };
      }),
  );
}
