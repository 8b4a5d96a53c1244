import type { BackendName } from '../backend/backendInfo.ts';
import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import type { FailureData } from '../failure.ts';
import type { ParameterChange } from '../history/history.ts';
import type { RunParent } from '../runs/runRecord.ts';
import type { PreparationStage, RunProgress, TrainingEvent } from '../worker/training/protocol.ts';

/** A run as the page knows it. */
export interface Run {
  readonly id: string;
  readonly network: string;
  readonly hyperparameters: Hyperparameters;
  readonly progress: RunProgress;
  /** How often the run has looked at the test images. */
  readonly testEvaluations: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Where a run that was forked comes from. */
  readonly parent: RunParent | null;
}

/** A run that begins at its first step. */
export interface RunToStart {
  readonly network: string;
  readonly hyperparameters: Hyperparameters;
  /** How far to go before pausing by itself; null for all the way. */
  readonly pauseAfterSteps: number | null;
  /** Whether the test images are looked at when it has finished. */
  readonly evaluatesAtEnd: boolean;
}

/** What is going on with the run: exactly one of these. */
export type RunState =
  /** Nothing was trained or restored since the page was opened. */
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'preparing';
      readonly stage: PreparationStage;
      /** How much of the stage is done, in [0, 1], where that is known. */
      readonly share?: number | undefined;
      readonly run: Run;
    }
  | { readonly kind: 'restoring'; readonly before: RunState }
  | { readonly kind: 'training'; readonly run: Run }
  | { readonly kind: 'pausing'; readonly run: Run }
  /** On its way to another backend, by a checkpoint of this step; `from` is what it was computed on. */
  | { readonly kind: 'moving'; readonly run: Run; readonly from: BackendName | null }
  | { readonly kind: 'stopping'; readonly run: Run }
  /** Its worker or GPU was lost, and another is on its way. */
  | { readonly kind: 'recovering'; readonly run: Run }
  | { readonly kind: 'paused'; readonly run: Run }
  /** The record of an earlier run is looked at; its weights are not loaded. */
  | { readonly kind: 'opened'; readonly run: Run }
  | { readonly kind: 'stopped'; readonly run: Run }
  | { readonly kind: 'finished'; readonly run: Run }
  | { readonly kind: 'failed'; readonly run: Run | null; readonly failure: FailureData };

/** What the person asked for; the worker's answers are `TrainingEvent`s. */
export type RunRequest =
  | { readonly kind: 'startRequested'; readonly run: Omit<Run, 'progress' | 'testEvaluations'> }
  | {
      readonly kind: 'resumeRequested';
      /** The run's own, or a new one where the run forks. */
      readonly runId: string;
      readonly startedAt: string;
      readonly hyperparameters: Hyperparameters;
    }
  | { readonly kind: 'pauseRequested' }
  | { readonly kind: 'stopRequested' }
  | { readonly kind: 'restoreRequested' }
  | { readonly kind: 'restoreFailed' }
  | { readonly kind: 'moveRequested'; readonly from: BackendName | null }
  | { readonly kind: 'recoveryRequested'; readonly run: Run }
  | { readonly kind: 'runOpened'; readonly run: Run }
  | { readonly kind: 'dataDeleted' };

export function runOf(state: RunState): Run | null {
  return 'run' in state ? state.run : null;
}

/** Whether the run's weights are there, to be used between two steps. */
export function hasWeights({ kind }: RunState): boolean {
  return ['training', 'paused', 'finished', 'stopped'].includes(kind);
}

/** Whether the worker is in the middle of something that a second request would disturb. */
export function isBusy(state: RunState): boolean {
  return ['preparing', 'restoring', 'training', 'pausing', 'moving', 'recovering', 'stopping'].includes(
    state.kind,
  );
}

/** The next state. Events that do not concern the run leave it as it is. */
export function runStateAfter(state: RunState, event: RunRequest | TrainingEvent): RunState {
  switch (event.kind) {
    case 'startRequested':
      return {
        kind: 'preparing',
        stage: 'backend',
        run: { ...event.run, progress: noProgress, testEvaluations: 0 },
      };
    case 'resumeRequested':
      return withRun(state, (run) => ({
        kind: 'preparing',
        stage: 'shaders',
        run: resumedRun(run, event),
      }));
    case 'pauseRequested':
      return withRun(state, (run) => ({ kind: 'pausing', run }));
    case 'stopRequested':
      return withRun(state, (run) => ({ kind: 'stopping', run }));
    case 'restoreRequested':
      return { kind: 'restoring', before: state };
    case 'restoreFailed':
      return state.kind === 'restoring' ? state.before : state;
    case 'moveRequested':
      return withRun(state, (run) => ({ kind: 'moving', run, from: event.from }));
    case 'recoveryRequested':
      return { kind: 'recovering', run: event.run };
    case 'requestFailed':
      return event.request === 'restoreCheckpoint' ? afterFailedRestore(state, event.failure) : state;
    case 'runOpened':
      return { kind: 'opened', run: event.run };
    case 'dataDeleted':
      return onRecord(state.kind === 'restoring' ? state.before : state);
    case 'preparationProgressed':
      return state.kind === 'preparing' ? { ...state, stage: event.stage, share: event.share } : state;
    case 'testSetEvaluated':
      return runOf(state)?.id === event.runId
        ? inRun(state, { testEvaluations: event.testEvaluations })
        : state;
    case 'parametersChanged':
      return afterChanges(state, event.changes);
    case 'trainingStarted':
      return afterStart(state, event.progress);
    case 'stepsCompleted':
      return afterSteps(state, event.progress);
    case 'trainingPaused':
      return withRun(state, (run) => ({ kind: 'paused', run: { ...run, progress: event.progress } }));
    case 'trainingStopped':
      return withRun(state, (run) => ({ kind: 'stopped', run: { ...run, progress: event.progress } }));
    case 'trainingFinished':
      return withRun(state, (run) => ({ kind: 'finished', run: { ...run, progress: event.progress } }));
    case 'checkpointRestored': {
      const run = restoredRun(state, event);
      return { kind: run.progress.step >= run.hyperparameters.maxSteps ? 'finished' : 'paused', run };
    }
    case 'trainingFailed':
      // Nothing was trained: what was looked at says itself that it cannot be shown.
      if (state.kind === 'idle' || state.kind === 'opened') return state;
      return { kind: 'failed', run: runOf(state), failure: event.failure };
    default:
      return state;
  }
}

/** A pause or a stop that was asked for while the run was prepared is heard before its first step. */
function afterStart(state: RunState, progress: RunProgress): RunState {
  if (state.kind === 'pausing' || state.kind === 'stopping') return inRun(state, { progress });
  return withRun(state, (run) => ({ kind: 'preparing', stage: 'shaders', run: { ...run, progress } }));
}

/** The first completed step ends the preparation: shaders are compiled with it. */
function afterSteps(state: RunState, progress: RunProgress): RunState {
  if (!('run' in state) || state.run === null) return state;
  const run = { ...state.run, progress };
  return state.kind === 'preparing' ? { kind: 'training', run } : { ...state, run };
}

function afterChanges(state: RunState, changes: readonly ParameterChange[]): RunState {
  const before = runOf(state)?.hyperparameters;
  if (!before) return state;
  const changed = Object.fromEntries(changes.map(({ key, to }) => [key, to]));
  return inRun(state, { hyperparameters: { ...before, ...changed } });
}

/** The same state, with something else about its run. */
function inRun(state: RunState, news: Partial<Run>): RunState {
  if (!('run' in state) || state.run === null) return state;
  return { ...state, run: { ...state.run, ...news } };
}

function resumedRun(run: Run, event: Extract<RunRequest, { kind: 'resumeRequested' }>): Run {
  const { runId: id, startedAt, hyperparameters } = event;
  if (id === run.id) return { ...run, hyperparameters };
  return { ...run, id, startedAt, hyperparameters, parent: { runId: run.id, step: run.progress.step } };
}

function restoredRun(
  state: RunState,
  { summary, progress }: Extract<TrainingEvent, { kind: 'checkpointRestored' }>,
): Run {
  if (state.kind === 'moving') return { ...state.run, progress };
  if (state.kind === 'recovering') {
    return { ...state.run, progress, testEvaluations: summary.testEvaluations };
  }
  const { runId: id, network, hyperparameters, testEvaluations, savedAt: startedAt } = summary;
  return { id, network, hyperparameters, progress, testEvaluations, startedAt, parent: null };
}

function afterFailedRestore(state: RunState, failure: FailureData): RunState {
  if (state.kind === 'recovering') return { kind: 'failed', run: state.run, failure };
  return state.kind === 'restoring' ? state.before : state;
}

/** What is left of a run without its worker. */
function onRecord(state: RunState): RunState {
  const run = runOf(state);
  return run ? { kind: 'opened', run } : { kind: 'idle' };
}

function withRun(state: RunState, next: (run: Run) => RunState): RunState {
  const run = runOf(state);
  return run === null ? state : next(run);
}

const noProgress: RunProgress = { step: 0, epochs: 0, elapsedSeconds: 0, msPerStep: null, tensorCount: 0 };
