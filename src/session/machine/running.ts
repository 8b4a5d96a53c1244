import { changeableOf } from '../../configuration/hyperparameters.ts';
import { emptyHistory } from '../../history/history.ts';
import type { RunProgress } from '../../worker/training/protocol.ts';
import { forkLine, parametersLine } from '../state/logLines.ts';
import {
  isBusy,
  type RecoveryGoal,
  type Run,
  type RunState,
  runOf,
  type StartCommand,
  untimed,
  withRunChange,
} from '../state/runState.ts';
import type { SessionState } from '../state/sessionState.ts';
import type { RunEventOf } from './event.ts';
import { noCommands, type Outcome, type RunCommand, send, withContext, withLog } from './outcome.ts';

const noMeasurements = {
  history: emptyHistory,
  logitsHistograms: [],
  layersPoints: [],
  stepTimes: [],
  stepSeconds: 0,
} as const;

const noProgress: RunProgress = { step: 0, epochs: 0, elapsedSeconds: 0, msPerStep: null, tensorCount: 0 };

/** All in one change: between two, the run before this one would stand there without its curves, and be recorded so. */
export function startRequested(
  state: SessionState,
  { runId, startedAt, run: wanted }: RunEventOf<'startRequested'>,
): Outcome {
  const { network, hyperparameters, pauseAfterSteps } = wanted;
  const command: StartCommand = { kind: 'startTraining', runId, backend: state.backendChoice, ...wanted };
  const identity = { id: runId, network, hyperparameters, startedAt, parent: null };
  const next: SessionState = {
    ...state,
    run: {
      kind: 'preparing',
      stage: 'backend',
      run: { ...identity, progress: noProgress, testEvaluations: 0 },
    },
    ...noMeasurements,
    log: [parametersLine(network, hyperparameters)],
    notices: [],
    restoreProof: null,
  };
  const context = {
    startCommand: command,
    pauseAtStep: pauseAfterSteps,
    checkpoint: null,
    consecutiveFaults: 0,
  };
  return [withContext(next, { ...context, isAutosaveFailing: false }), [send(command)]];
}

export function resumeRequested(
  before: SessionState,
  { runId, startedAt, hyperparameters, pauseAfterSteps }: RunEventOf<'resumeRequested'>,
): Outcome {
  const run = runOf(before.run);
  if (!run || isBusy(before.run)) return noCommands(before);
  // What was proved of the restored network is not said of the one that it becomes.
  const state = { ...before, restoreProof: null };
  if (runId === run.id) return resumed(state, { ...run, hyperparameters }, pauseAfterSteps);
  const { step } = run.progress;
  const fork = { ...untimed(run), id: runId, startedAt, hyperparameters, parent: { runId: run.id, step } };
  return resumed(withLog(state, forkLine(run.id, step, hyperparameters)), fork, pauseAfterSteps);
}

/** Trains on a run that the worker has. Every resumption comes through here. */
export function resumed(state: SessionState, run: Run, pauseAfterSteps: number | null): Outcome {
  const { id: runId, hyperparameters, progress } = run;
  const pauseAtStep = pauseAfterSteps === null ? null : progress.step + pauseAfterSteps;
  const next: SessionState = { ...state, run: { kind: 'preparing', stage: 'shaders', run } };
  const parameters = changeableOf(hyperparameters);
  return [
    withContext(next, { startCommand: null, pauseAtStep }),
    [send({ kind: 'resumeTraining', runId, parameters, pauseAfterSteps })],
  ];
}

/** A run that has come to rest meanwhile needs no pause. */
export function pauseRequested(state: SessionState): Outcome {
  const { run } = state;
  if (run.kind !== 'preparing' && run.kind !== 'training') return noCommands(state);
  return [{ ...state, run: { kind: 'pausing', run: run.run } }, [send({ kind: 'pauseTraining' })]];
}

export function stopRequested(state: SessionState): Outcome {
  const { run } = state;
  if (run.kind !== 'preparing' && run.kind !== 'training' && run.kind !== 'paused') return noCommands(state);
  return [{ ...state, run: { kind: 'stopping', run: run.run } }, [send({ kind: 'stopTraining' })]];
}

export function trainingStarted(state: SessionState, { progress }: RunEventOf<'trainingStarted'>): Outcome {
  const run = runOf(state.run);
  if (!run) return noCommands(state);
  // Where a run is restarted after a fault, what it had measured stands until then.
  const isRestarted = state.run.kind === 'recovering';
  const before = isRestarted ? { ...state, ...noMeasurements } : state;
  const next = { ...before, run: afterStart(state.run, { ...run, progress }) };
  const isNew = state.runContext.startedRunId !== run.id;
  const commands: RunCommand[] = isNew ? [{ kind: 'putAutosavesAside', exceptOf: run.id }] : [];
  return [withContext(next, { startedRunId: run.id }), commands];
}

/** A pause or a stop that was asked for while the run was prepared is heard before its first step. */
function afterStart(state: RunState, run: Run): RunState {
  switch (state.kind) {
    case 'pausing':
    case 'stopping':
      return { ...state, run };
    case 'recovering':
      return afterRestart(state.goal, run);
    default:
      return { kind: 'preparing', stage: 'shaders', run };
  }
}

function afterRestart(goal: RecoveryGoal, run: Run): RunState {
  switch (goal.kind) {
    case 'train':
      return { kind: 'preparing', stage: 'shaders', run };
    case 'rest':
      return { kind: 'pausing', run };
    case 'move':
      return { kind: 'pausing', run, move: goal.move };
    case 'stop':
      return { kind: 'stopping', run };
  }
}

/** The first completed step ends the preparation: shaders are compiled with it. */
export function afterSteps(state: RunState, progress: RunProgress): RunState {
  const next = withRunChange(state, { progress });
  return next.kind === 'preparing' ? { kind: 'training', run: next.run } : next;
}

/** The run at rest, as the worker has it once a checkpoint is restored. */
export function restingRun(run: Run): RunState {
  return { kind: run.progress.step >= run.hyperparameters.maxSteps ? 'finished' : 'paused', run };
}

/** What is left of a run without its worker. */
export function onRecord(state: RunState): RunState {
  const run = runOf(state);
  return run ? { kind: 'opened', run } : { kind: 'idle' };
}
