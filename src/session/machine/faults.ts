import type { FailureCode, FailureData } from '../../failure.ts';
import { backendLine, divergenceLine } from '../state/logLines.ts';
import { type Run, type RunState, runOf } from '../state/runState.ts';
import type { SessionState } from '../state/sessionState.ts';
import { type Outcome, type RunCommand, withContext, withLog } from './outcome.ts';
import { withoutRequests } from './weightsRequests.ts';

/** After this many faults in a row, with no checkpoint between them, another attempt is pointless. */
export const maxConsecutiveFaults = 3;

/** Failures that end the worker but not the run: another worker continues from the last checkpoint. */
const recoverable: readonly FailureCode[] = [
  'gpu-lost',
  'worker-died',
  'worker-hung',
  'out-of-memory',
  'unexpected',
];

/** @param isRetried whether a fault came before: that the backend cannot be had again is a further one */
export function isRecoverable({ code }: FailureData, isRetried: boolean): boolean {
  return recoverable.includes(code) || (isRetried && code === 'backend-unavailable');
}

/** The run that the worker had. A run on its way to another backend goes back by itself. */
export function lostRun(state: RunState): Run | null {
  return state.kind === 'opened' || state.kind === 'failed' || state.kind === 'moving' ? null : runOf(state);
}

/** After too many losses. Null where no GPU is in use: there is no better place. */
export function fallBackToWasm(state: SessionState): SessionState | null {
  const { backend } = state;
  if (backend?.name !== 'webgl' && backend?.name !== 'webgpu') return null;
  const line = backendLine(backend.name, 'wasm', runOf(state.run)?.progress.step ?? 0);
  return withLog({ ...state, backendChoice: 'wasm', backend: null }, line);
}

/**
 * The end of a run by a fault that it does not survive. Its tensors are lost or worthless; the next command starts from a clean
 * worker.
 */
export function ended(state: SessionState, failure: FailureData): Outcome {
  const isDivergence = failure.code === 'diverged';
  // Going on from shortly before it diverged, unchanged, would only repeat it.
  const autosaves: RunCommand = isDivergence
    ? { kind: 'putAutosavesAside', exceptOf: null }
    : { kind: 'findUnfinishedRun' };
  const logged = isDivergence ? withLog(state, divergenceLine(failure.details.step)) : state;
  const next = withoutRequests({ ...logged, run: endedRun(state.run, failure) });
  // If the run continues, it counts as started again.
  return [
    withContext(next, { startedRunId: null }),
    [{ kind: 'failInspections', failure }, { kind: 'endWorker' }, autosaves],
  ];
}

/** Without a run, the open inspection views report the failure themselves. */
function endedRun(state: RunState, failure: FailureData): RunState {
  if (state.kind === 'idle' || state.kind === 'opened') return state;
  return { kind: 'failed', run: runOf(state), failure };
}
