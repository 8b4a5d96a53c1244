import { withPoint } from '../../history/history.ts';
import { withTime } from '../../history/stepTimes.ts';
import { thinnedPoints } from '../../runs/thinnedPoints.ts';
import { accuracyLines, changeLine, testAccuracyLine, validationLine } from '../state/logLines.ts';
import { runOf, withRunChange } from '../state/runState.ts';
import { viewsOfRun } from '../state/selectors.ts';
import type { RestoreProof, SessionState } from '../state/sessionState.ts';
import type { RunEventOf } from './event.ts';
import { type Outcome, withLog } from './outcome.ts';
import { afterSteps } from './running.ts';
import { withAnswered } from './weightsRequests.ts';

/* What the worker has measured goes into the curves and the log. */

export function withSteps(
  state: SessionState,
  { progress, points, logits, layers }: RunEventOf<'stepsCompleted'>,
): SessionState {
  return {
    ...state,
    run: afterSteps(state.run, progress),
    stepSeconds: 0,
    history: { ...state.history, training: [...state.history.training, ...points] },
    logitsHistograms: [...state.logitsHistograms, ...logits],
    layersPoints:
      layers.length === 0 ? state.layersPoints : thinnedPoints([...state.layersPoints, ...layers]),
    stepTimes: withTime(state.stepTimes, { step: progress.step, seconds: progress.elapsedSeconds }),
    log: [...state.log, ...accuracyLines(points)],
  };
}

export function withValidation(state: SessionState, { point }: RunEventOf<'validated'>): SessionState {
  const history = { ...state.history, validation: [...state.history.validation, point] };
  return withLog({ ...state, history }, validationLine(point, viewsOfRun(state)));
}

export function withChanges(state: SessionState, { changes }: RunEventOf<'parametersChanged'>): SessionState {
  const history = { ...state.history, changes: [...state.history.changes, ...changes] };
  const before = runOf(state.run)?.hyperparameters;
  const changed = Object.fromEntries(changes.map(({ key, to }) => [key, to]));
  const run = before ? withRunChange(state.run, { hyperparameters: { ...before, ...changed } }) : state.run;
  return withLog({ ...state, run, history }, ...changes.map(changeLine));
}

/** Another run may have taken its place meanwhile: then it belongs to that one's record. */
export function testSetEvaluated(
  state: SessionState,
  { runId, point, testEvaluations }: RunEventOf<'testSetEvaluated'>,
): Outcome {
  const answered = withAnswered(state, 'evaluateTestSet');
  if (runOf(state.run)?.id !== runId) return [answered, [{ kind: 'recordTestEvaluation', runId, point }]];
  const history = { ...state.history, test: withPoint(state.history.test, point) };
  const run = withRunChange(state.run, { testEvaluations });
  return [withLog({ ...answered, run, history }, testAccuracyLine(point.accuracy, viewsOfRun(state))), []];
}

/** Null where weights were opened from a file that says no loss to compare with. */
export function proofOf({ summary, nextLoss }: RunEventOf<'checkpointRestored'>): RestoreProof | null {
  if (summary.nextLoss === null) return null;
  return { savedLoss: summary.nextLoss, restoredLoss: nextLoss, savedBackend: summary.backend };
}
