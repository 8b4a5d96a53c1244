import type { StoreApi } from 'zustand/vanilla';
import type { FailureData } from '../../failure.ts';
import { createInactivityTimer, minTimeoutMs } from '../environment/inactivityTimer.ts';
import { isBusy, runOf } from '../state/runState.ts';
import type { SessionState } from '../state/sessionState.ts';

/** A network whose steps take long may take longer. */
const timeoutSteps = 20;

/**
 * Watches over a training worker that has something to do: it tells of each step, or of what comes before the first.
 *
 * @param onHung called when it has said nothing for too long
 */
export function watchWorker(
  store: StoreApi<SessionState>,
  onHung: (failure: FailureData) => void,
): { heard(): void } {
  const progress = () => runOf(store.getState().run)?.progress;
  const timer = createInactivityTimer(
    () => Math.max(minTimeoutMs, timeoutSteps * (progress()?.msPerStep ?? 0)),
    (seconds) => onHung({ code: 'worker-hung', details: { step: progress()?.step ?? 0, seconds } }),
  );
  let isWatched = false;

  store.subscribe((state) => {
    if (hasWork(state) === isWatched) return;
    isWatched = !isWatched;
    if (isWatched) timer.start();
    else timer.stop();
  });

  return { heard: timer.reset };
}

/** Plain JavaScript waits for no other thread and no GPU, and takes as long as it takes. */
function hasWork({ run, pending, isEvaluating, backend, backendChoice }: SessionState): boolean {
  if (backendChoice === 'cpu' || backend?.name === 'cpu') return false;
  return isBusy(run) || pending.length > 0 || isEvaluating;
}
