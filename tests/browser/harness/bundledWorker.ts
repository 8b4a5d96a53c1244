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
  const code = await bundleWorker(entry, [wasmKernels()]);
  return page.evaluate(
    ({ source, message }) =>
      new Promise<Result>((resolve, reject) => {
        const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
        const worker = new Worker(url, { type: 'module' });
        worker.addEventListener('message', ({ data }) => {
          worker.terminate();
          if (data.error) reject(new Error(data.error));
          else resolve(data);
        });
        worker.addEventListener('error', (event) => reject(new Error(event.message)));
        worker.postMessage(message);
      }),
    { source: code, message: input },
  );
}
