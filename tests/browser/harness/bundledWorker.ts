import type { Page } from '@playwright/test';
import { testWorkersPath } from '../../server/testWorkers.ts';

/** Bundling comes first; then some hundred milliseconds to some ten seconds of computing, in software. */
const limitMs = 90_000;

/**
 * Runs a worker of this folder at the page's own origin, where the stored data is. It is sent the input, and the first message
 * that it posts is the result.
 */
export async function resultOfWorker<Result>(page: Page, fileName: string, input: unknown): Promise<Result> {
  return page.evaluate(
    ({ url, message, limit }) =>
      new Promise<Result>((resolve, reject) => {
        const worker = new Worker(url, { type: 'module' });
        setTimeout(() => reject(new Error(`${url} has not answered within ${limit} ms`)), limit);
        worker.addEventListener('message', ({ data }) => {
          worker.terminate();
          if (data.error) reject(new Error(data.error));
          else resolve(data);
        });
        worker.addEventListener('error', (event) => reject(new Error(`${url}: ${event.message}`)));
        worker.postMessage(message);
      }),
    { url: `${testWorkersPath}${fileName}`, message: input, limit: limitMs },
  );
}
