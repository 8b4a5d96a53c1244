import { fileURLToPath } from 'node:url';
import { bundleWorker } from '../../commands/bundleWorker.mjs';
import { pagePlugins } from './pagePlugins.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').JSHandle<Worker>} WorkerHandle */
/** @typedef {import('../rivals/rival.ts').TfjsBackend} TfjsBackend */

/**
 * @template Task
 * @typedef {{ backend: TfjsBackend, work: Task }} Setup
 */

/**
 * The code of each worker, bundled when it is first needed.
 * @type {Map<string, Promise<string>>}
 */
const bundles = new Map();

/**
 * Starts a worker of `bench/rivals/` in the page, where it has access to the stored pictures.
 * @param {Page} page
 * @param {string} file
 * @param {Setup<object>} setup
 * @returns {Promise<WorkerHandle>}
 */
export async function startWorkerRival(page, file, setup) {
  const worker = await startWorker(page, file);
  await ask(worker, { kind: 'begin', setup });
  return worker;
}

/**
 * @param {Page} page
 * @param {string} file
 * @returns {Promise<WorkerHandle>}
 */
export async function startWorker(page, file) {
  const code = bundles.get(file) ?? bundled(file);
  bundles.set(file, code);
  return page.evaluateHandle(
    (source) => {
      const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
      return new Worker(url, { type: 'module' });
    },
    await code,
  );
}

/** @param {string} file */
async function bundled(file) {
  return bundleWorker(fileURLToPath(new URL(`../rivals/${file}`, import.meta.url)), await pagePlugins());
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
 * @param {{ id: string, title: string, file: string, setup: Setup<object>, minMs: number, minSteps: number, isClassifying?: boolean }} rival
 */
export function workerRival(page, { id, title, file, setup, minMs, minSteps, isClassifying = false }) {
  return {
    id,
    title,
    /** @returns {Promise<import('./contender.mjs').Contender>} */
    start: async () => {
      const worker = await startWorkerRival(page, file, setup);
      return {
        id,
        title,
        slice: () => ask(worker, { kind: 'slice', minMs, minSteps }),
        ...(isClassifying ? { classify: () => msPerThousand(worker) } : {}),
        end: () => endWorkerRival(worker),
      };
    },
  };
}

/** @param {WorkerHandle} worker */
async function msPerThousand(worker) {
  /** @type {{ images: number, ms: number }} */
  const { images, ms } = await ask(worker, { kind: 'classify' });
  return (1_000 * ms) / images;
}
