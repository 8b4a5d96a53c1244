import type { BackendChoice, BackendName } from '../../backend/backendInfo.ts';
import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import type { FailureData } from '../../failure.ts';
import type { HistogramPoint, LayersPoint } from '../../history/history.ts';
import type { TimePoint } from '../../history/stepTimes.ts';
import type { RunParent } from '../../runs/runRecord.ts';
import type { PreparationStage, RunProgress, TrainingCommand } from '../../worker/training/protocol.ts';

/** A run as the page knows it. */
export interface Run {
  readonly id: string;
  readonly network: string;
  readonly hyperparameters: Hyperparameters;
  readonly progress: RunProgress;
  /** How often the run was evaluated on the test images. */
  readonly testEvaluations: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Where a run that was forked comes from. */
  readonly parent: RunParent | null;
}

/** The run where its steps have not been timed: under another name, on another worker or backend. */
export function untimed(run: Run): Run {
  return { ...run, progress: { ...run.progress, msPerStep: null } };
}

/** A run that begins at its first step. */
export interface RunToStart {
  readonly network: string;
  readonly hyperparameters: Hyperparameters;
  /** How far to go before pausing by itself; null for all the way. */
  readonly pauseAfterSteps: number | null;
  /** Whether the run is evaluated on the test images when it finishes. */
  readonly evaluatesAtEnd: boolean;
}

/** What a checkpoint does not hold of its run: the log, and what was counted before its step. */
export interface Recalled {
  readonly log: readonly string[];
  readonly logitsHistograms: readonly HistogramPoint[];
  readonly layersPoints: readonly LayersPoint[];
  readonly stepTimes: readonly TimePoint[];
}

export type StartCommand = Extract<TrainingCommand, { kind: 'startTraining' }>;
export type RestoreCommand = Extract<TrainingCommand, { kind: 'restoreCheckpoint' }>;

/** A request beside training that is under way. */
export type PendingRequest = 'saveCheckpoint' | 'evaluateTestSet' | 'exportFiles';
export type WeightsRequest = Extract<TrainingCommand, { kind: PendingRequest }>;

/** A checkpoint that takes the place of the present run, as the worker was asked for it. */
export interface RestoreAttempt {
  readonly command: RestoreCommand;
  /** Null where the checkpoint cannot be read, and so does not say whose it is. */
  readonly recalled: Recalled | null;
  /** Why it is tried again; null at the first attempt. */
  readonly lastFault: FailureData | null;
  /** Whether the command is sent only in a while. */
  readonly isWaiting: boolean;
}

/** Another backend was chosen while the run trained; `before` and `from` are what was chosen and used until then. */
export interface Move {
  readonly before: BackendChoice;
  readonly from: BackendName | null;
}

/** What a run does once it has recovered from a fault. */
export type RecoveryGoal =
  | { readonly kind: 'train' | 'rest' | 'stop' }
  /** It was being paused in order to move. */
  | { readonly kind: 'move'; readonly move: Move };

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
  /** `attempt` is null while the checkpoint is being read. */
  | { readonly kind: 'restoring'; readonly before: RunState; readonly attempt: RestoreAttempt | null }
  | { readonly kind: 'training'; readonly run: Run }
  /** With a `move`, the run is paused in order to go to another backend. */
  | { readonly kind: 'pausing'; readonly run: Run; readonly move?: Move }
  | {
      /** On its way to another backend, by a checkpoint of this step. */
      readonly kind: 'moving';
      readonly run: Run;
      /** What it was computed on. */
      readonly from: BackendName | null;
      /** Where it goes if the new one cannot be started; null when it is on its way back already. */
      readonly returnsTo: BackendChoice | null;
      /** Whether it was training, and resumes by itself. */
      readonly resumes: boolean;
    }
  | { readonly kind: 'stopping'; readonly run: Run }
  | {
      /** Its worker or GPU was lost, and another is on its way. */
      readonly kind: 'recovering';
      readonly run: Run;
      readonly goal: RecoveryGoal;
      readonly backend: BackendChoice;
      /** What the lost worker still had to answer. */
      readonly unanswered: readonly WeightsRequest[];
      /** Whether the next attempt is made only in a while. */
      readonly isWaiting: boolean;
    }
  | { readonly kind: 'paused'; readonly run: Run }
  /** The record of an earlier run is shown; its weights are not loaded. */
  | { readonly kind: 'opened'; readonly run: Run }
  | { readonly kind: 'stopped'; readonly run: Run }
  | { readonly kind: 'finished'; readonly run: Run }
  | { readonly kind: 'failed'; readonly run: Run | null; readonly failure: FailureData };

/** A checkpoint of the present run as it was last taken or restored. While the run is at rest, it is of the current step. */
export interface CheckpointBytes {
  readonly id: string;
  readonly runId: string;
  readonly step: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What is known of the present run beside what the page shows: enough to bring it back after a fault. */
export interface RunContext {
  /** How it was started; null where it was restored, or resumed since. */
  readonly startCommand: StartCommand | null;
  /** The step at which it pauses by itself; null where it goes all the way. */
  readonly pauseAtStep: number | null;
  readonly checkpoint: CheckpointBytes | null;
  /** Faults in a row, with no later checkpoint between them. */
  readonly consecutiveFaults: number;
  /** What was asked of the weights and is not answered; the page is shown their kinds, as `pending`. */
  readonly requests: readonly WeightsRequest[];
  /** Whether the last autosave could not be stored. */
  readonly isAutosaveFailing: boolean;
  /** The run that has begun to train since the last fault. */
  readonly startedRunId: string | null;
}

export const emptyContext: RunContext = {
  startCommand: null,
  pauseAtStep: null,
  checkpoint: null,
  consecutiveFaults: 0,
  requests: [],
  isAutosaveFailing: false,
  startedRunId: null,
};

export type RunStateOf<Kind extends RunState['kind']> = Extract<RunState, { kind: Kind }>;

export function runOf(state: RunState): Run | null {
  return 'run' in state ? state.run : null;
}

/** The run whose curves the page shows: while a checkpoint is being restored, still the one before it. */
export function shownRun(state: RunState): Run | null {
  return state.kind === 'restoring' ? shownRun(state.before) : runOf(state);
}

/** The same state, with something else about its run. */
export function withRunChange(state: RunState, news: Partial<Run>): RunState {
  if (!('run' in state) || state.run === null) return state;
  return { ...state, run: { ...state.run, ...news } };
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
