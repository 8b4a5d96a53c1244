import type { FailureCode, FailureData } from '../failure.ts';
import type { TrainingEvent } from '../worker/training/protocol.ts';
import { type Run, type RunState, runOf } from './runState.ts';

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

/** A worker that cannot be put back on its backend is a further fault. */
export function faultIn(event: TrainingEvent, { kind }: RunState): FailureData | null {
  if (event.kind !== 'trainingFailed' && event.kind !== 'requestFailed') return null;
  const isRetried = kind === 'recovering';
  if (event.kind === 'requestFailed' && !(isRetried && event.request === 'restoreCheckpoint')) return null;
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
