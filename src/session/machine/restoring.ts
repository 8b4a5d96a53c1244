import { textsOf } from '../../configuration/parseHyperparameters.ts';
import type { FailureData } from '../../failure.ts';
import { withTime } from '../../history/stepTimes.ts';
import { restoredAgainLine } from '../state/logLines.ts';
import {
  isBusy,
  type RestoreAttempt,
  type RestoreCommand,
  type Run,
  type RunState,
  type RunStateOf,
} from '../state/runState.ts';
import type { SessionState } from '../state/sessionState.ts';
import type { RunEventOf } from './event.ts';
import { fallBackToWasm, isRecoverable, lostRun, maxConsecutiveFaults } from './faults.ts';
import { proofOf } from './measurements.ts';
import { noCommands, type Outcome, send, withContext, withFailureNotice, withLog } from './outcome.ts';
import { onRecord, restingRun, resumed } from './running.ts';
import { withLostRequests, withoutRequests } from './weightsRequests.ts';

/* A checkpoint takes the place of the present run. */

export function restoreRequested(state: SessionState): Outcome {
  if (isBusy(state.run)) return noCommands(state);
  const run: RunState = { kind: 'restoring', before: state.run, attempt: null };
  return noCommands(
    withContext(withFailureNotice({ ...state, run }, 'checkpoints', null), { consecutiveFaults: 0 }),
  );
}

/** Nothing where the run was ended while the checkpoint was being read. */
export function checkpointLoaded(
  state: SessionState,
  { purpose, id, bytes, recalled, backend: wanted }: RunEventOf<'checkpointLoaded'>,
): Outcome {
  const { run } = state;
  if (run.kind !== 'restoring' || run.attempt) return noCommands(state);
  const backendChoice = state.backendChoice === 'auto' && wanted ? wanted : state.backendChoice;
  const command: RestoreCommand = { kind: 'restoreCheckpoint', purpose, id, bytes, backend: backendChoice };
  const attempt: RestoreAttempt = { command, recalled, lastFault: null, isWaiting: false };
  const next: SessionState = { ...state, backendChoice, run: { ...run, attempt } };
  const isElsewhere = state.backend !== null && wanted !== null && state.backend.name !== backendChoice;
  if (!isElsewhere) return [next, [send(command)]];
  const alone: RunState = { kind: 'restoring', before: onRecord(run.before), attempt };
  return [{ ...next, backend: null, run: alone }, [{ kind: 'endWorker' }, send(command)]];
}

/** Everything is as it was; the page says why. */
export function notRestored(state: SessionState, failure: FailureData): Outcome {
  const { run } = state;
  const before = run.kind === 'restoring' ? run.before : run;
  return noCommands(withFailureNotice({ ...state, run: before }, 'checkpoints', failure));
}

export function restored(state: SessionState, event: RunEventOf<'checkpointRestored'>): Outcome {
  const attempt = state.run.kind === 'restoring' ? state.run.attempt : null;
  const { summary, history, progress } = event;
  const { id, runId, step, network, hyperparameters, testEvaluations, savedAt: startedAt } = summary;
  const run: Run = {
    id: runId,
    network,
    hyperparameters,
    progress,
    testEvaluations,
    startedAt,
    parent: null,
  };
  const shown: SessionState = {
    ...state,
    ...attempt?.recalled,
    stepTimes: withTime(attempt?.recalled?.stepTimes ?? [], {
      step: progress.step,
      seconds: progress.elapsedSeconds,
    }),
    run: restingRun(run),
    history,
    network,
    fields: textsOf(hyperparameters),
    restoreProof: proofOf(event),
  };
  const lines = attempt?.lastFault ? [restoredAgainLine(attempt.lastFault)] : [];
  const checkpoint = attempt && { id, runId, step, bytes: attempt.command.bytes };
  const next = withContext(withLog(shown, `Restored checkpoint at step ${step}`, ...lines), {
    startCommand: null,
    pauseAtStep: null,
    checkpoint,
    consecutiveFaults: 0,
  });
  return event.purpose === 'continue' ? resumed({ ...next, unfinished: null }, run, null) : noCommands(next);
}

/** A checkpoint whose worker or GPU was lost before it was restored is restored on a fresh worker. Null where it is not survived. */
export function restoreAgain(
  state: SessionState,
  { before, attempt }: RunStateOf<'restoring'>,
  failure: FailureData,
): Outcome | null {
  const isRetried = attempt !== null && attempt.lastFault !== null;
  if (!isRecoverable(failure, isRetried)) return null;
  const rest = withLostRequests(withoutRequests(state), state.runContext.requests);
  const run: RunState = { kind: 'restoring', before: withoutWorker(before, failure), attempt };
  if (!attempt) return [{ ...rest, run }, [{ kind: 'endWorker' }]];
  const consecutiveFaults = state.runContext.consecutiveFaults + 1;
  const isStuck = consecutiveFaults >= maxConsecutiveFaults;
  const next = isStuck ? fallBackToWasm(rest) : rest;
  if (!next) return null;
  const command: RestoreCommand = isStuck ? { ...attempt.command, backend: 'wasm' } : attempt.command;
  const isWaiting = consecutiveFaults > 1;
  const again = { ...attempt, command, lastFault: failure, isWaiting };
  return [
    withContext({ ...next, run: { ...run, attempt: again } }, { consecutiveFaults }),
    [{ kind: 'endWorker' }, isWaiting ? { kind: 'waitToRetry' } : send(command)],
  ];
}

export function retryRestore(state: SessionState, run: RunStateOf<'restoring'>): Outcome {
  const { attempt } = run;
  if (!attempt?.isWaiting) return noCommands(state);
  return [{ ...state, run: { ...run, attempt: { ...attempt, isWaiting: false } } }, [send(attempt.command)]];
}

/** What there is to go back to: the run that the lost worker had went with it. */
function withoutWorker(before: RunState, failure: FailureData): RunState {
  const run = lostRun(before);
  return run ? { kind: 'failed', run, failure } : before;
}
