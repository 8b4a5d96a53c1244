import { readFileSync } from 'node:fs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').CDPSession} CDPSession */

/**
 * Bytes, after a garbage collection. GPU memory is that of the browser's GPU process, which on a software renderer holds the
 * textures; null where the system does not report it.
 * @typedef {object} MemoryUse
 * @property {number} pageHeap
 * @property {number} workerHeaps
 * @property {number | null} gpuProcess
 */

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {Page} page
 * @returns {Promise<MemoryUse>}
 */
export async function memoryUse(browser, page) {
  const session = await page.context().newCDPSession(page);
  try {
    return {
      pageHeap: await smallestHeap((method) => session.send(method)),
      workerHeaps: await workerHeaps(session),
      gpuProcess: await gpuMemory(browser),
    };
  } finally {
    await session.detach();
  }
}

/**
 * Workers are queried through their page: each is a separate target, reached by nested messages.
 * @param {CDPSession} session of the page
 */
async function workerHeaps(session) {
  /** @type {string[]} */
  const workers = [];
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') workers.push(sessionId);
  });
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  const heaps = await Promise.all(workers.map((sessionId) => workerHeap(session, sessionId)));
  return heaps.reduce((sum, heap) => sum + heap, 0);
}

/** Page and worker keep running between the garbage collection and the query, so the heap is queried several times. */
const questions = 4;

/** @typedef {'HeapProfiler.collectGarbage' | 'Runtime.getHeapUsage'} HeapMethod */

/**
 * @param {(method: HeapMethod) => Promise<any>} send
 * @returns {Promise<number>} bytes, the smallest of several answers
 */
async function smallestHeap(send) {
  let least = Number.POSITIVE_INFINITY;
  for (let question = 0; question < questions; question++) {
    await send('HeapProfiler.collectGarbage');
    const { usedSize } = await send('Runtime.getHeapUsage');
    least = Math.min(least, usedSize);
  }
  return least;
}

/**
 * @param {CDPSession} session
 * @param {string} sessionId
 * @returns {Promise<number>} bytes; 0 for a worker that ends meanwhile and no longer answers
 */
async function workerHeap(session, sessionId) {
  let id = 0;
  const end = endOf(session, sessionId);
  const heap = await Promise.race([
    end.reached,
    smallestHeap((method) => {
      id += 1;
      return askWorker(session, sessionId, id, method);
    }),
  ]);
  end.forget();
  return heap;
}

/**
 * @param {CDPSession} session
 * @param {string} sessionId
 * @returns {{ reached: Promise<0>, forget: () => void }}
 */
function endOf(session, sessionId) {
  /** @type {(event: { sessionId: string }) => void} */
  let onDetached = () => {};
  const reached = new Promise((resolve) => {
    onDetached = (event) => {
      if (event.sessionId === sessionId) resolve(0);
    };
    session.on('Target.detachedFromTarget', onDetached);
  });
  return { reached, forget: () => session.off('Target.detachedFromTarget', onDetached) };
}

/**
 * @param {CDPSession} session
 * @param {string} sessionId
 * @param {number} id of the request
 * @param {string} method
 * @returns {Promise<{ usedSize: number }>}
 */
function askWorker(session, sessionId, id, method) {
  return new Promise((resolve) => {
    const onMessage = (
      /** @type {{ sessionId: string, message: string }} */ { sessionId: from, message },
    ) => {
      const answer = JSON.parse(message);
      if (from !== sessionId || answer.id !== id) return;
      session.off('Target.receivedMessageFromTarget', onMessage);
      resolve(answer.result);
    };
    session.on('Target.receivedMessageFromTarget', onMessage);
    // A worker that has just ended cannot be queried.
    session
      .send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
      .catch(() => {});
  });
}

/**
 * Only Linux exposes another process's memory as a file.
 * @param {import('@playwright/test').Browser} browser
 */
async function gpuMemory(browser) {
  if (process.platform !== 'linux') return null;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const gpu = processInfo.find(({ type }) => type === 'GPU');
  if (!gpu) return null;
  const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${gpu.id}/status`, 'utf8'));
  return resident ? Number(resident[1]) * 1024 : null;
}
