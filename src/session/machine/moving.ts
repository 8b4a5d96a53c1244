import type { FailureData } from '../../failure.ts';
import { hasPresentWeights } from '../state/inspectionState.ts';
import { backendLine } from '../state/logLines.ts';
import {
  type CheckpointBytes,
  isBusy,
  type Move,
  type RunState,
  type RunStateOf,
  runOf,
  untimed,
} from '../state/runState.ts';
import type { SessionState } from '../state/sessionState.ts';
import type { RunEventOf } from './event.ts';
import { ended } from './faults.ts';
import { proofOf } from './measurements.ts';
import { noCommands, type Outcome, send, withContext, withFailureNotice, withLog } from './outcome.ts';
import { restingRun, resumed } from './running.ts';
import { withLostRequests, withoutRequests } from './weightsRequests.ts';

/* A run goes to another backend by a checkpoint of the step at which it rests: no weight changes on the way. */

/** A run that trains is paused for the move and resumed afterwards. */
export function backendChosen(state: SessionState, { choice }: RunEventOf<'backendChosen'>): Outcome {
  const { run, backend, backendChoice: before } = state;
  if (choice === before || (run.kind !== 'training' && isBusy(run))) return noCommands(state);
  const next: SessionState = { ...state, backendChoice: choice };
  if (choice === backend?.name) return noCommands(next);
  const move: Move = { before, from: backend?.name ?? null };
  if (run.kind !== 'training') return startMove(next, move, false);
  return [{ ...next, run: { kind: 'pausing', run: run.run, move } }, [send({ kind: 'pauseTraining' })]];
}

/** Moves a run that is at rest on its old backend. */
export function startMove(state: SessionState, { before, from }: Move, resumes: boolean): Outcome {
  const checkpoint = ownCheckpoint(state);
  const run = runOf(state.run);
  // Weights that no checkpoint can carry over are not abandoned: the run stays.
  if (!checkpoint && hasPresentWeights(state.run)) return noCommands({ ...state, backendChoice: before });
  const left = withLostRequests(withoutRequests({ ...state, backend: null }), state.runContext.requests);
  if (!run || !checkpoint) return [left, [{ kind: 'endWorker' }]];
  return transfer(left, { kind: 'moving', run, from, returnsTo: before, resumes }, checkpoint);
}

/** Returns the run to its old backend, and the page says why. If that fails too, the run ends. */
export function moveBack(state: SessionState, run: RunStateOf<'moving'>, failure: FailureData): Outcome {
  const noted = withFailureNotice(state, 'backend', failure);
  const checkpoint = ownCheckpoint(state);
  if (run.returnsTo === null || !checkpoint) return ended(noted, failure);
  const next: SessionState = { ...withoutRequests(noted), backendChoice: run.returnsTo, backend: null };
  return transfer(next, { ...run, returnsTo: null }, checkpoint);
}

function transfer(state: SessionState, run: RunStateOf<'moving'>, { id, bytes }: CheckpointBytes): Outcome {
  const purpose = run.returnsTo === null ? 'return' : 'move';
  const { backendChoice: backend } = state;
  const there: SessionState = { ...state, run: { ...run, run: untimed(run.run) } };
  return [
    withContext(there, { consecutiveFaults: 0 }),
    [{ kind: 'endWorker' }, send({ kind: 'restoreCheckpoint', purpose, id, bytes, backend })],
  ];
}

/** A run that has only moved is the one that is shown already; what stands in the fields waits for Resume, as before. */
export function moveFinished(
  state: SessionState,
  { run: before, from, resumes }: RunStateOf<'moving'>,
  event: RunEventOf<'checkpointRestored'>,
): Outcome {
  const { backend } = state;
  const run = { ...before, progress: event.progress };
  const resting: RunState = restingRun(run);
  const isElsewhere = from !== null && backend !== null && backend.name !== from;
  const lines = isElsewhere ? [backendLine(from, backend.name, run.progress.step)] : [];
  const next = withLog({ ...state, run: resting, restoreProof: proofOf(event) }, ...lines);
  return resumes && resting.kind === 'paused' ? resumed(next, run, null) : noCommands(next);
}

/** Null for a run that is only shown: its weights are not loaded. */
function ownCheckpoint({ run: state, runContext }: SessionState): CheckpointBytes | null {
  const { checkpoint } = runContext;
  const run = runOf(state);
  const isOwn = checkpoint?.runId === run?.id && checkpoint?.step === run?.progress.step;
  return state.kind !== 'opened' && isOwn ? checkpoint : null;
}
