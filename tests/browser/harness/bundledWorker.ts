import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { wasmKernels } from '../../../build/wasmKernels.ts';
import { bundleWorker } from '../../../commands/bundleWorker.mjs';

const bundles = new Map<string, Promise<string>>();

/**
 * Bundles a worker of this folder and runs it at the page's own origin, where the stored data is. It is sent the input, and
 * the first message that it posts is the result. The page is loaded anew, without its Content-Security-Policy, which allows
 * no worker that was made in the page. (To serve the worker from the page's server by intercepting its request has hung now
 * and then, where one of the page's own workers was just ending.)
 */
export async function resultOfWorker<Result>(page: Page, fileName: string, input: unknown): Promise<Result> {
  const bundle = bundles.get(fileName) ?? bundleWorker(entryOf(fileName), [wasmKernels()]);
  bundles.set(fileName, bundle);
  const code = await bundle;
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.setBypassCSP', { enabled: true });
  await page.reload();
  return page.evaluate(
    ({ code, message }) =>
      new Promise<Result>((resolve, reject) => {
        const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
        const worker = new Worker(url, { type: 'module' });
        worker.addEventListener('message', ({ data }) => {
          worker.terminate();
          if (data.error) reject(new Error(data.error));
          else resolve(data);
        });
        worker.addEventListener('error', (event) => reject(new Error(event.message)));
        worker.postMessage(message);
      }),
    { code, message: input },
  );
}

function entryOf(fileName: string): string {
  return fileURLToPath(new URL(`./${fileName}`, import.meta.url));
}
