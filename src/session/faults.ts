import type { FailureCode, FailureData } from '../failure.ts';
import type { TrainingEvent } from '../worker/training/protocol.ts';
import { type Run, type RunState, runOf } from './runState.ts';

/** So often in a row, with no checkpoint between them, and it does not go on like this. */
export const mostLosses = 3;
/** A GPU that was just reset needs a moment; the first attempt is made at once. */
export const retryDelayMs = 1_000;

/** What takes the worker away, and not the run: another worker goes on from the last checkpoint. */
const recoverable: readonly FailureCode[] = [
  'gpu-lost',
  'worker-died',
  'worker-hung',
  'out-of-memory',
  'unexpected',
];

/** What is to become of the run once it is there again. */
export type Aim = 'train' | 'rest' | 'stop';

/**
 * @param isRestoring whether the worker has been given a checkpoint: that it cannot restore it is a fault, too
 * @param isRetried whether a fault came before: that the backend cannot be had again is a further one
 */
export function faultIn(
  event: TrainingEvent,
  { isRestoring, isRetried }: { readonly isRestoring: boolean; readonly isRetried: boolean },
): FailureData | null {
  if (event.kind !== 'trainingFailed' && event.kind !== 'requestFailed') return null;
  if (event.kind === 'requestFailed' && !(isRestoring && event.request === 'restoreCheckpoint')) return null;
  const { code } = event.failure;
  const isSurvivable = recoverable.includes(code) || (isRetried && code === 'backend-unavailable');
  return isSurvivable ? event.failure : null;
}

/** The run that the worker had. A run on its way to another backend goes back by itself. */
export function lostRun(state: RunState): Run | null {
  return state.kind === 'opened' || state.kind === 'failed' || state.kind === 'moving' ? null : runOf(state);
}

export function aimOf({ kind }: RunState): Aim {
  if (kind === 'preparing' || kind === 'training') return 'train';
  return kind === 'stopping' ? 'stop' : 'rest';
}
