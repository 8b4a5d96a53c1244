import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { wasmKernels } from '../../../build/wasmKernels.ts';
import { bundleWorker } from '../../../commands/bundleWorker.mjs';

/**
 * Bundles a worker of this folder and runs it at the page's own origin, where the stored data is. It is sent the input, and
 * the first message that it posts is the result.
 */
export async function resultOfWorker<Result>(page: Page, fileName: string, input: unknown): Promise<Result> {
  const entry = fileURLToPath(new URL(`./${fileName}`, import.meta.url));
  const path = `./${fileName}.js`;
  const body = await bundleWorker(entry, [wasmKernels()]);
  // The page's Content-Security-Policy allows workers only from its own origin.
  await page.route(path, (route) =>
    route.fulfill({
      body,
      contentType: 'text/javascript',
      headers: { 'Cross-Origin-Embedder-Policy': 'require-corp' },
    }),
  );
  return page.evaluate(
    ({ url, message }) =>
      new Promise<Result>((resolve, reject) => {
        const worker = new Worker(url, { type: 'module' });
        worker.addEventListener('message', ({ data }) => {
          worker.terminate();
          if (data.error) reject(new Error(data.error));
          else resolve(data);
        });
        worker.addEventListener('error', (event) => reject(new Error(event.message)));
        worker.postMessage(message);
      }),
    { url: path, message: input },
  );
}
