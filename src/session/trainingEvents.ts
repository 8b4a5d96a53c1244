import { textsOf } from '../configuration/parseHyperparameters.ts';
import { withPoint } from '../history/history.ts';
import { evenlyKept } from '../runs/evenlyKept.ts';
import type { TrainingCommand, TrainingEvent } from '../worker/training/protocol.ts';
import {
  accuracyLines,
  backendLine,
  changeLine,
  patienceLines,
  testAccuracyLine,
  totalTimeLine,
  validationLine,
} from './logLines.ts';
import { withNotice } from './notices.ts';
import { type RunState, runOf, runStateAfter } from './runState.ts';
import type { Notice, PendingRequest, RestoreProof, SessionState } from './sessionState.ts';

/** The state of the page after something happened in the training worker. Pure. */
export function stateAfterTrainingEvent(state: SessionState, event: TrainingEvent): SessionState {
  const moved = { ...state, run: runStateAfter(state.run, event) };
  switch (event.kind) {
    case 'backendStarted':
      return { ...moved, backend: event.backend };
    case 'stepsCompleted':
      return {
        ...moved,
        history: { ...state.history, training: [...state.history.training, ...event.points] },
        logitsHistograms: [...state.logitsHistograms, ...event.logits],
        layersPoints:
          event.layers.length === 0
            ? state.layersPoints
            : evenlyKept([...state.layersPoints, ...event.layers]),
        log: [...state.log, ...accuracyLines(event.points)],
      };
    case 'validated':
      return {
        ...moved,
        history: { ...state.history, validation: [...state.history.validation, event.point] },
        log: [...state.log, validationLine(event.point)],
      };
    case 'parametersChanged':
      return {
        ...moved,
        history: { ...state.history, changes: [...state.history.changes, ...event.changes] },
        log: [...state.log, ...event.changes.map(changeLine)],
      };
    case 'checkpointTaken':
      return withoutPending(moved, 'saveCheckpoint');
    case 'evaluationStarted':
      return { ...moved, isEvaluating: true };
    case 'testSetEvaluated':
      // Another run may have taken its place meanwhile.
      if (runOf(state.run)?.id !== event.runId) {
        return withoutPending({ ...state, isEvaluating: false }, 'evaluateTestSet');
      }
      return withoutPending(
        {
          ...moved,
          isEvaluating: false,
          history: { ...state.history, test: withPoint(state.history.test, event.point) },
          log: [...state.log, testAccuracyLine(event.point.accuracy)],
        },
        'evaluateTestSet',
      );
    case 'trainingFinished':
    case 'trainingStopped':
      return {
        ...moved,
        log: [
          ...state.log,
          ...(event.kind === 'trainingFinished' ? patienceLines(runOf(moved.run)) : []),
          totalTimeLine(event.progress.elapsedSeconds),
        ],
      };
    case 'checkpointRestored':
      return {
        ...moved,
        ...whereItWent(state, event),
        restoreProof: proofOf(event),
      };
    case 'filesExported':
      return withoutPending(moved, 'exportFiles');
    case 'trainingFailed':
      return { ...moved, pending: [], isEvaluating: false };
    case 'requestFailed':
      return withRequestFailure(moved, event);
    default:
      return moved;
  }
}

/** Null where weights were opened from a file that says no loss to compare with. */
function proofOf({
  summary,
  nextLoss,
}: Extract<TrainingEvent, { kind: 'checkpointRestored' }>): RestoreProof | null {
  if (summary.nextLoss === null) return null;
  return { savedLoss: summary.nextLoss, restoredLoss: nextLoss, savedBackend: summary.backend };
}

function whereItWent(
  state: SessionState,
  event: Extract<TrainingEvent, { kind: 'checkpointRestored' }>,
): Partial<SessionState> {
  switch (state.run.kind) {
    case 'moving':
      return arrived(state, state.run);
    case 'recovering':
      return recovered(state, event);
    default:
      return restored(state, event);
  }
}

/** The same run, a little earlier: what was measured since is measured again. */
function recovered(
  { logitsHistograms, layersPoints }: SessionState,
  { history, progress }: Extract<TrainingEvent, { kind: 'checkpointRestored' }>,
): Partial<SessionState> {
  return {
    history,
    logitsHistograms: logitsHistograms.filter(({ step }) => step < progress.step),
    layersPoints: layersPoints.filter(({ step }) => step < progress.step),
  };
}

function restored(
  { log }: SessionState,
  { history, summary }: Extract<TrainingEvent, { kind: 'checkpointRestored' }>,
): Partial<SessionState> {
  return {
    history,
    network: summary.network,
    fields: textsOf(summary.hyperparameters),
    log: [...log, `Restored checkpoint at step ${summary.step}`],
  };
}

/** A run that has only moved is the one that is shown already; what stands in the fields waits for Resume, as before. */
function arrived(
  { log, backend }: SessionState,
  { from, run }: Extract<RunState, { kind: 'moving' }>,
): Partial<SessionState> {
  const isElsewhere = from !== null && backend !== null && backend.name !== from;
  return isElsewhere ? { log: [...log, backendLine(from, backend.name, run.progress.step)] } : {};
}

function withoutPending(state: SessionState, done: PendingRequest): SessionState {
  return { ...state, pending: state.pending.filter((request) => request !== done) };
}

const noticePlaces: Partial<Record<TrainingCommand['kind'], Notice['place']>> = {
  saveCheckpoint: 'checkpoints',
  restoreCheckpoint: 'checkpoints',
  exportFiles: 'export',
  evaluateTestSet: 'result',
};

function withRequestFailure(
  state: SessionState,
  { request, failure }: Extract<TrainingEvent, { kind: 'requestFailed' }>,
): SessionState {
  const place = state.run.kind === 'moving' ? 'backend' : (noticePlaces[request] ?? 'result');
  return {
    ...state,
    isEvaluating: request === 'evaluateTestSet' ? false : state.isEvaluating,
    pending: state.pending.filter((pending) => pending !== request),
    notices: withNotice(state.notices, place, failure),
  };
}
