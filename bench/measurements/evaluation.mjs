import { openApp, pauseRun, startRun } from '../app/appRun.mjs';
import { articleWork } from '../contenders/contender.mjs';
import { ask, endWorkerRival, startWorkerRival } from '../contenders/workerRival.mjs';
import { median } from '../statistics.mjs';

/**
 * Milliseconds for the accuracy on the 10,000 test images: the page from its button to the result, and the bare loop.
 * @param {import('../bench.mjs').Bench} bench
 * @returns {Promise<{ backend: 'wasm' | 'webgl', app: number, bare: number }[]>}
 */
export async function measureEvaluation(bench) {
  const onWasm = await evaluationOn(bench, 'wasm', 'WASM');
  return bench.options.isQuick ? [onWasm] : [onWasm, await evaluationOn(bench, 'webgl', 'WebGL')];
}

/**
 * @param {import('../bench.mjs').Bench} bench
 * @param {'wasm' | 'webgl'} backend
 * @param {import('../app/appRun.mjs').BackendLabel} label
 */
async function evaluationOn(bench, backend, label) {
  const page = await openApp(bench);
  await startRun(page, { backend: label });
  await pauseRun(page);
  const worker = await startWorkerRival(bench.rivalPage, 'bareLoop.worker.ts', {
    backend,
    work: articleWork,
  });
  /** @type {{ app: number[], bare: number[] }} */
  const taken = { app: [], bare: [] };
  const rounds = bench.options.isQuick ? 1 : 5;
  // The first round compiles shaders, and does not count.
  for (let round = 0; round <= rounds; round++) {
    const app = await appEvaluation(page);
    /** @type {{ ms: number }} */
    const { ms } = await ask(worker, { kind: 'evaluate' });
    if (round === 0) continue;
    taken.app.push(app);
    taken.bare.push(ms);
  }
  await endWorkerRival(worker);
  await page.close();
  return { backend, app: median(taken.app), bare: median(taken.bare) };
}

/**
 * Presses the button, and times how long the page says that it evaluates.
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<number>}
 */
async function appEvaluation(page) {
  const button = page.getByRole('button', { name: 'Evaluate on test set' });
  return button.evaluate(
    (element) =>
      new Promise((resolve) => {
        const startedAt = performance.now();
        let hasBegun = false;
        const observer = new MutationObserver(() => {
          const isEvaluating = [...document.querySelectorAll('[role=status]')].some((status) =>
            (status.textContent ?? '').startsWith('Evaluating'),
          );
          if (hasBegun && !isEvaluating) {
            observer.disconnect();
            resolve(performance.now() - startedAt);
          }
          hasBegun ||= isEvaluating;
        });
        observer.observe(document.body, { subtree: true, characterData: true, childList: true });
        if (element instanceof HTMLElement) element.click();
      }),
  );
}
