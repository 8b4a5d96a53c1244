import { openApp, pauseRun, resumeRun, startRun } from '../app/appRun.mjs';
import { observeSteps } from '../app/observe.mjs';

/**
 * The page itself, with charts, log and checkpoints; it is paused while the others run.
 * @param {import('../bench.mjs').Bench} bench
 * @param {{ id: string, title: string, backend: import('../app/appRun.mjs').BackendLabel, minMs: number, minSteps: number }} entry
 */
export function app(bench, { id, title, backend, minMs, minSteps }) {
  return {
    id,
    title,
    /** @returns {Promise<import('./contender.mjs').Contender>} */
    start: async () => {
      const page = await openApp(bench);
      await startRun(page, { backend });
      await pauseRun(page);
      return {
        id,
        title,
        slice: async () => {
          await resumeRun(page);
          const slice = await observeSteps(page, { minMs, minSteps });
          await pauseRun(page);
          return slice;
        },
        end: () => page.close(),
      };
    },
  };
}
