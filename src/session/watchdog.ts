import type { StoreApi } from 'zustand/vanilla';
import type { FailureData } from '../failure.ts';
import { isBusy, runOf } from './runState.ts';
import type { SessionState } from './sessionState.ts';
import { createSilence, leastPatienceMs } from './silence.ts';

/** A network whose steps take long may take longer. */
const patienceSteps = 20;

/**
 * Watches over a training worker that has something to do: it tells of each step, or of what comes before the first.
 *
 * @param onSilence called when it has said nothing for too long
 */
export function watchWorker(
  store: StoreApi<SessionState>,
  onSilence: (failure: FailureData) => void,
): { heard(): void } {
  const progress = () => runOf(store.getState().run)?.progress;
  const silence = createSilence(
    () => Math.max(leastPatienceMs, patienceSteps * (progress()?.msPerStep ?? 0)),
    (seconds) => onSilence({ code: 'worker-hung', details: { step: progress()?.step ?? 0, seconds } }),
  );
  let isWatched = false;

  store.subscribe((state) => {
    if (hasWork(state) === isWatched) return;
    isWatched = !isWatched;
    if (isWatched) silence.begin();
    else silence.end();
  });

  return { heard: silence.heard };
}

/** Plain JavaScript waits for no other thread and no GPU, and takes as long as it takes. */
function hasWork({ run, pending, isEvaluating, backend, backendChoice }: SessionState): boolean {
  if (backendChoice === 'cpu' || backend?.name === 'cpu') return false;
  return isBusy(run) || pending.length > 0 || isEvaluating;
}
