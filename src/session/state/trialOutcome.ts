import { bestOf } from '../../history/history.ts';
import type { Trial, TrialResult } from '../../sweep/sweepState.ts';
import { isBusy, type RunState, runOf } from './runState.ts';
import type { SessionState } from './sessionState.ts';

/** A trial whose run is under way. */
export interface RunningTrial extends Trial {
  readonly sweepId: string;
  readonly runId: string;
}

/**
 * What has become of a trial: `running`, `left` where its run was paused, stopped or put aside, or was ended by a fault that is
 * not the trial's own, else its result.
 */
export function outcomeOf(
  { trial, runId }: RunningTrial,
  { run: state, history }: SessionState,
): 'running' | 'left' | TrialResult {
  const run = runOf(state);
  if (run?.id !== runId) return 'left';
  if (isBusy(state)) return 'running';
  if (state.kind !== 'finished' && !isOwnFault(state)) return 'left';
  const validationAccuracy =
    state.kind === 'finished' ? (bestOf(history.validation)?.accuracy ?? null) : null;
  const { step, elapsedSeconds: seconds } = run.progress;
  return { trial, hyperparameters: run.hyperparameters, runId, validationAccuracy, step, seconds };
}

/** Too high a learning rate, too large a network: it would end so each time. */
function isOwnFault(state: RunState): boolean {
  return state.kind === 'failed' && ['diverged', 'out-of-memory'].includes(state.failure.code);
}

/** A trial whose time is up ends so much later: its last step must be one that it has not passed when it hears of it. */
const graceMs = 1_000;

/** The step at which a trial must end because its time is up; null if it continues as planned. */
export function lastStepInTime({ maxSeconds }: RunningTrial, { run: state }: SessionState): number | null {
  const run = state.kind === 'training' ? state.run : null;
  if (!run || maxSeconds === null || run.progress.elapsedSeconds < maxSeconds) return null;
  const { step, elapsedSeconds, msPerStep } = run.progress;
  const steps = Math.ceil(graceMs / (msPerStep ?? (1000 * elapsedSeconds) / Math.max(1, step)));
  const last = step + Math.max(1, steps);
  return last < run.hyperparameters.maxSteps ? last : null;
}
