import type { FailureData } from '../../failure.ts';
import type { RunProgress } from '../../worker/training/protocol.ts';
import { patienceLines, totalTimeLine } from '../state/logLines.ts';
import { emptyContext, runOf } from '../state/runState.ts';
import type { SessionState } from '../state/sessionState.ts';
import { autosaved, checkpointTaken } from './checkpoints.ts';
import type { RunEvent, RunEventOf } from './event.ts';
import { ended } from './faults.ts';
import { testSetEvaluated, withChanges, withSteps, withValidation } from './measurements.ts';
import { backendChosen, moveBack, moveFinished, startMove } from './moving.ts';
import { noCommands, type Outcome, send, withLog } from './outcome.ts';
import { recover, recovered, retryRecovery } from './recovering.ts';
import {
  checkpointLoaded,
  notRestored,
  restoreAgain,
  restored,
  restoreRequested,
  retryRestore,
} from './restoring.ts';
import {
  onRecord,
  pauseRequested,
  resumeRequested,
  startRequested,
  stopRequested,
  trainingStarted,
} from './running.ts';
import { requestFailed, weightsRequested, withAnswered, withoutRequests } from './weightsRequests.ts';

/**
 * What happens to the run: from the state and an event, the next state and what is to be done. Pure; nothing else in the session
 * changes the run, its curves or its backend, or tells the training worker what to do with it.
 */
export function afterRunEvent(state: SessionState, event: RunEvent): Outcome {
  switch (event.kind) {
    case 'startRequested':
      return startRequested(state, event);
    case 'resumeRequested':
      return resumeRequested(state, event);
    case 'pauseRequested':
      return pauseRequested(state);
    case 'stopRequested':
      return stopRequested(state);
    case 'changeRequested':
      return [state, [send({ kind: 'changeParameters', parameters: event.parameters })]];
    case 'weightsRequested':
      return weightsRequested(state, event);
    case 'restoreRequested':
      return restoreRequested(state);
    case 'checkpointLoaded':
      return checkpointLoaded(state, event);
    case 'checkpointNotLoaded':
      return notRestored(state, event.failure);
    case 'backendChosen':
      return backendChosen(state, event);
    case 'retryDue':
      return retryDue(state);
    case 'runOpened':
      return noCommands(withOpened(state, event));
    case 'dataDeleted':
      return dataDeleted(state);
    case 'preparationProgressed':
      return noCommands(withPreparation(state, event));
    case 'backendStarted':
      return noCommands({ ...state, backend: event.backend });
    case 'trainingStarted':
      return trainingStarted(state, event);
    case 'stepsCompleted':
      return noCommands(withSteps(state, event));
    case 'stepUnderWay':
      return noCommands({ ...state, stepSeconds: event.seconds });
    case 'parametersChanged':
      return noCommands(withChanges(state, event));
    case 'validated':
      return noCommands(withValidation(state, event));
    case 'trainingPaused':
      return cameToRest(state, 'paused', event.progress);
    case 'trainingStopped':
      return cameToRest(state, 'stopped', event.progress);
    case 'trainingFinished':
      return cameToRest(state, 'finished', event.progress);
    case 'checkpointTaken':
      return checkpointTaken(state, event);
    case 'autosaved':
      return autosaved(state, event);
    case 'evaluationStarted':
      return noCommands({ ...state, isEvaluating: true });
    case 'testSetEvaluated':
      return testSetEvaluated(state, event);
    case 'checkpointRestored':
      return checkpointRestored(state, event);
    case 'restoreFailed':
      return lookingForData(restoreFailed(state, event), event.failure);
    case 'filesExported':
      return [withAnswered(state, 'exportFiles'), [{ kind: 'deliverFiles', files: event.files }]];
    case 'trainingFailed':
      return lookingForData(trainingFailed(state, event.failure), event.failure);
    case 'requestFailed':
      return lookingForData(requestFailed(state, event), event.failure);
    // Not the run's.
    case 'backendMeasured':
    case 'inspected':
    case 'inspectionFailed':
    case 'stillComputing':
      return noCommands(state);
  }
}

function retryDue(state: SessionState): Outcome {
  const { run } = state;
  if (run.kind === 'restoring') return retryRestore(state, run);
  return run.kind === 'recovering' ? retryRecovery(state, run) : noCommands(state);
}

function withOpened(state: SessionState, { run, history, recalled }: RunEventOf<'runOpened'>): SessionState {
  return { ...state, ...recalled, run: { kind: 'opened', run }, history, restoreProof: null };
}

/** Nothing is left of a run without its worker but its record. */
function dataDeleted(state: SessionState): Outcome {
  const run = onRecord(state.run.kind === 'restoring' ? state.run.before : state.run);
  return [{ ...withoutRequests(state), run, runContext: emptyContext }, [{ kind: 'endWorker' }]];
}

function withPreparation(
  state: SessionState,
  { stage, share }: RunEventOf<'preparationProgressed'>,
): SessionState {
  const { run } = state;
  return run.kind === 'preparing' ? { ...state, run: { ...run, stage, share } } : state;
}

function cameToRest(
  state: SessionState,
  kind: 'paused' | 'stopped' | 'finished',
  progress: RunProgress,
): Outcome {
  const before = runOf(state.run);
  if (!before) return noCommands(state);
  const run = { ...before, progress };
  const lines = [
    ...(kind === 'finished' ? patienceLines(run) : []),
    ...(kind === 'paused' ? [] : [totalTimeLine(progress.elapsedSeconds)]),
  ];
  // An evaluation at the end may have been given up; one that was asked for is still to come.
  const isEvaluating = kind !== 'finished' && state.isEvaluating;
  const next = withLog({ ...state, run: { kind, run }, stepSeconds: 0, isEvaluating }, ...lines);
  const move = state.run.kind === 'pausing' ? state.run.move : undefined;
  return move ? startMove(next, move, true) : noCommands(next);
}

function checkpointRestored(state: SessionState, event: RunEventOf<'checkpointRestored'>): Outcome {
  const { run } = state;
  switch (event.purpose) {
    case 'restore':
    case 'continue':
      return restored(state, event);
    case 'move':
    case 'return':
      return run.kind === 'moving' ? moveFinished(state, run, event) : noCommands(state);
    case 'recover':
      return run.kind === 'recovering' ? recovered(state, run, event) : noCommands(state);
  }
}

function restoreFailed(state: SessionState, { purpose, failure }: RunEventOf<'restoreFailed'>): Outcome {
  const { run } = state;
  switch (purpose) {
    case 'restore':
    case 'continue':
      return (run.kind === 'restoring' && restoreAgain(state, run, failure)) || notRestored(state, failure);
    case 'move':
    case 'return':
      return run.kind === 'moving' ? moveBack(state, run, failure) : noCommands(state);
    case 'recover':
      return recover(state, failure) ?? ended(state, failure);
  }
}

function trainingFailed(state: SessionState, failure: FailureData): Outcome {
  const { run } = state;
  switch (run.kind) {
    case 'restoring':
      return restoreAgain(state, run, failure) ?? ended(state, failure);
    case 'moving':
      return moveBack(state, run, failure);
    default:
      return recover(state, failure) ?? ended(state, failure);
  }
}

/** The pictures may have been cleared by the browser: then the page asks for them again. */
function lookingForData([state, commands]: Outcome, { code }: FailureData): Outcome {
  return code === 'data-missing' ? [state, [...commands, { kind: 'readStoredData' }]] : [state, commands];
}
