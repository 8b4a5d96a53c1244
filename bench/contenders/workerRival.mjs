import { fileURLToPath } from 'node:url';
import { bundleWorker } from '../../commands/bundleWorker.mjs';
import { articleWork } from './contender.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').JSHandle<Worker>} WorkerHandle */

/**
 * Starts a worker of `bench/rivals/` in the page, where it has access to the stored pictures.
 * @param {Page} page
 * @param {string} file
 * @param {'wasm' | 'webgl'} backend
 * @returns {Promise<WorkerHandle>}
 */
export async function startWorkerRival(page, file, backend) {
  const source = await bundleWorker(fileURLToPath(new URL(`../rivals/${file}`, import.meta.url)));
  const worker = await page.evaluateHandle((code) => {
    const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
    return new Worker(url, { type: 'module' });
  }, source);
  await ask(worker, { kind: 'begin', setup: { backend, work: articleWork } });
  return worker;
}

/**
 * Sends a request, and waits for the worker's answer.
 * @template Answer
 * @param {WorkerHandle} worker
 * @param {object} request see `Request` in `bench/rivals/rival.ts`
 * @returns {Promise<Answer>} its type depends on the request
 */
export function ask(worker, request) {
  return worker.evaluate(
    (target, message) =>
      new Promise((resolve, reject) => {
        target.onmessage = ({ data }) =>
          'error' in data ? reject(new Error(data.error)) : resolve(data.answer);
        target.onerror = (event) => reject(new Error(event.message));
        target.postMessage(message);
      }),
    request,
  );
}

/** @param {WorkerHandle} worker */
export async function endWorkerRival(worker) {
  await worker.evaluate((target) => target.terminate());
  await worker.dispose();
}

/**
 * @param {Page} page
 * @param {{ id: string, title: string, file: string, backend: 'wasm' | 'webgl', minMs: number, minSteps: number }} rival
 */
export function workerRival(page, { id, title, file, backend, minMs, minSteps }) {
  return {
    id,
    title,
    /** @returns {Promise<import('./contender.mjs').Contender>} */
    start: async () => {
      const worker = await startWorkerRival(page, file, backend);
      return {
        id,
        title,
        slice: () => ask(worker, { kind: 'slice', minMs, minSteps }),
        end: () => endWorkerRival(worker),
      };
    },
  };
}
