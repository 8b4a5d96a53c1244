import type { StoreApi } from 'zustand/vanilla';
import type { FailureData } from '../failure.ts';
import { isBusy, runOf } from './runState.ts';
import type { SessionState } from './sessionState.ts';

const lookEveryMs = 5_000;
/** Shaders compile, pictures are read, a program stands in for the GPU: all that takes less. */
const leastPatienceMs = 120_000;
/** A network whose steps take long may take longer. */
const patienceSteps = 20;
/** A laptop that wakes up has not been waiting, nor has a hidden tab, whose clock strikes once a minute. */
const mostMsALook = 60_000;

/**
 * Watches over a training worker that has something to do: it tells of each step, or of what comes before the first.
 *
 * @param onSilence called when it has said nothing for too long
 */
export function watchWorker(
  store: StoreApi<SessionState>,
  onSilence: (failure: FailureData) => void,
): { heard(): void } {
  let silentMs = 0;
  let lookedAt = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  function look(): void {
    const now = performance.now();
    silentMs += Math.min(now - lookedAt, mostMsALook);
    lookedAt = now;
    const run = runOf(store.getState().run);
    const patienceMs = Math.max(leastPatienceMs, patienceSteps * (run?.progress.msPerStep ?? 0));
    if (silentMs < patienceMs) return;
    const seconds = Math.round(silentMs / 1_000);
    silentMs = 0;
    onSilence({ code: 'worker-hung', details: { step: run?.progress.step ?? 0, seconds } });
  }

  store.subscribe((state) => {
    const isWatched = hasWork(state);
    if (isWatched === (timer !== undefined)) return;
    clearInterval(timer);
    silentMs = 0;
    lookedAt = performance.now();
    timer = isWatched ? setInterval(look, lookEveryMs) : undefined;
  });

  return {
    heard() {
      silentMs = 0;
    },
  };
}

/** Plain JavaScript waits for no other thread and no GPU, and takes as long as it takes. */
function hasWork({ run, pending, isEvaluating, backend, backendChoice }: SessionState): boolean {
  if (backendChoice === 'cpu' || backend?.name === 'cpu') return false;
  return isBusy(run) || pending.length > 0 || isEvaluating;
}
