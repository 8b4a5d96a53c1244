import { readFileSync } from 'node:fs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').CDPSession} CDPSession */

/**
 * Bytes, after a garbage collection. GPU memory is that of the browser's GPU process, which on a software renderer holds
 * the textures; null where the system does not tell.
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
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return {
      pageHeap: usedSize,
      workerHeaps: await workerHeaps(session),
      gpuProcess: await gpuMemory(browser),
    };
  } finally {
    await session.detach();
  }
}

/**
 * Workers answer through their page: each is a target of its own, reached by messages in messages.
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

/**
 * @param {CDPSession} session
 * @param {string} sessionId
 * @returns {Promise<number>}
 */
function workerHeap(session, sessionId) {
  return new Promise((resolve) => {
    session.on('Target.receivedMessageFromTarget', ({ sessionId: from, message }) => {
      const { id, result } = JSON.parse(message);
      if (from === sessionId && id === 2) resolve(result.usedSize);
    });
    const send = (/** @type {number} */ id, /** @type {string} */ method) =>
      session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
    void send(1, 'HeapProfiler.collectGarbage').then(() => send(2, 'Runtime.getHeapUsage'));
  });
}

/**
 * Linux alone shows another process's memory as a file.
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
