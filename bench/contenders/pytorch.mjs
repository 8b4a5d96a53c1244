import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { articleWork } from './contender.mjs';

const script = fileURLToPath(new URL('../rivals/pytorch.py', import.meta.url));

/** Debian installs its packages for /usr/bin/python3, which may not be the first in PATH. */
const pythons = ['python3', '/usr/bin/python3'];

/** @returns {string | null} a Python that has PyTorch */
function pythonWithTorch() {
  const found = pythons.find((python) => spawnSync(python, ['-c', 'import torch']).status === 0);
  return found ?? null;
}

/**
 * @param {import('@playwright/test').Page} page where the pictures are stored
 * @param {{ id: string, title: string, threads: number | 'all', minMs: number, work?: object, isClassifying?: boolean }} rival
 */
export function pytorch(page, { id, title, threads, minMs, work = articleWork, isClassifying = false }) {
  return {
    id,
    title,
    /** @returns {Promise<import('./contender.mjs').Contender>} */
    start: async () => {
      const python = pythonWithTorch();
      if (python === null)
        throw new Error('no python3 with torch was found (Debian: python3-torch and libopenblas0)');
      const folder = mkdtempSync(join(os.tmpdir(), 'cifar-10-bench-'));
      const records = join(folder, 'data_batch_1.bin');
      writeFileSync(records, await storedRecords(page));
      const count = threads === 'all' ? os.availableParallelism() : threads;
      const child = spawn(python, [script, String(count), records, JSON.stringify(work)], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      const nextLine = async () => {
        const { value, done } = await lines.next();
        if (done) throw new Error('PyTorch ended by itself');
        return String(value);
      };
      const greeting = await nextLine();
      rmSync(folder, { recursive: true });
      if (!greeting.startsWith('ready')) throw new Error(greeting);
      return {
        id,
        title,
        slice: async () => {
          child.stdin.write(`${minMs}\n`);
          const [steps = Number.NaN, ms = Number.NaN] = (await nextLine()).split(' ').map(Number);
          return { steps, ms };
        },
        ...(isClassifying
          ? {
              classify: async () => {
                child.stdin.write('classify\n');
                const [images = Number.NaN, ms = Number.NaN] = (await nextLine()).split(' ').map(Number);
                return (1_000 * ms) / images;
              },
            }
          : {}),
        end: () => {
          child.stdin.end();
        },
      };
    },
  };
}

/**
 * Reads the first training batch from the browser's storage: 30 MB of official records.
 * @param {import('@playwright/test').Page} page
 */
async function storedRecords(page) {
  const base64 = await page.evaluate(async () => {
    /** @type {IDBDatabase} */
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open('cifar-10');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    /** @type {Blob} */
    const records = await new Promise((resolve, reject) => {
      const request = database.transaction('batches').objectStore('batches').get('data_batch_1');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    database.close();
    return new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
      reader.readAsDataURL(records);
    });
  });
  return Buffer.from(base64, 'base64');
}
