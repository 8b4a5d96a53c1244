import type { BackendChoice, BackendInfo, BackendName, StepTiming } from '../../backend/backendInfo.ts';
import type { Autosave } from '../../checkpoint/autosaves.ts';
import type { CheckpointSummary } from '../../checkpoint/checkpoint.ts';
import type { EncodedCheckpoint } from '../../checkpoint/storedCheckpoint.ts';
import type { ChangeableParameters, Hyperparameters } from '../../configuration/hyperparameters.ts';
import type { ExportedFile, ExportKind } from '../../export/exportedFile.ts';
import type { FailureData } from '../../failure.ts';
import type {
  AccuracyPoint,
  HistogramPoint,
  LayersPoint,
  ParameterChange,
  RunHistory,
  TrainingPoint,
} from '../../history/history.ts';
import type {
  InspectedWeights,
  InspectionAnswer,
  InspectionQuestion,
  InspectionSubject,
} from './inspection/inspectionProtocol.ts';

/** What a checkpoint is restored for. The answer repeats it, so that the page need not remember the request. */
export type RestorePurpose =
  /** It replaces the current run, and stays paused. */
  | 'restore'
  /** It replaces the current run and continues to train, because it was interrupted. */
  | 'continue'
  /** The current run moves to another backend. */
  | 'move'
  /** The current run moves back, because the other backend could not be started. */
  | 'return'
  /** The current run has lost its worker or its GPU. */
  | 'recover';

/**
 * Commands from the page to the training worker. They are executed in order, between steps; for a pause or a stop, a step that
 * takes long is given up.
 */
export type TrainingCommand =
  | {
      readonly kind: 'startTraining';
      readonly runId: string;
      readonly network: string;
      readonly hyperparameters: Hyperparameters;
      /** Heeded by the first command that needs a backend. */
      readonly backend: BackendChoice;
      /** The number of steps after which to pause; null to train to the end. */
      readonly pauseAfterSteps: number | null;
      /** Whether to evaluate on the test images when the run has finished; a resumed run always does. */
      readonly evaluatesAtEnd: boolean;
    }
  | {
      readonly kind: 'resumeTraining';
      /** The id of the run, or a new one where the run forks. */
      readonly runId: string;
      /** The parameters from here on. */
      readonly parameters: ChangeableParameters;
      readonly pauseAfterSteps: number | null;
    }
  /** For a run that trains: takes effect at its next step. */
  | { readonly kind: 'changeParameters'; readonly parameters: ChangeableParameters }
  | { readonly kind: 'pauseTraining' }
  | { readonly kind: 'stopTraining' }
  | { readonly kind: 'saveCheckpoint' }
  | { readonly kind: 'evaluateTestSet' }
  /** Answered by `filesExported`. */
  | { readonly kind: 'exportFiles'; readonly what: ExportKind }
  /** Answered by `checkpointRestored` or `restoreFailed`. */
  | {
      readonly kind: 'restoreCheckpoint';
      readonly purpose: RestorePurpose;
      readonly id: string;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly backend: BackendChoice;
    }
  /** Answered by `inspected` or `inspectionFailed`, between two steps where a run trains. Works without a run, too. */
  | {
      readonly kind: 'inspect';
      readonly requestId: number;
      readonly subject: InspectionSubject;
      readonly question: InspectionQuestion;
      /** Heeded by the first command that needs a backend. */
      readonly backend: BackendChoice;
    }
  /** Times the real step on a backend, in a worker without a run that is terminated afterwards. */
  | {
      readonly kind: 'measureBackend';
      readonly backend: BackendName;
      readonly network: string;
      readonly hyperparameters: Hyperparameters;
    };

/** The progress of a run. */
export interface RunProgress {
  /** Completed steps. */
  readonly step: number;
  /** Passes over the training images, with the current one as a fraction. */
  readonly epochs: number;
  readonly elapsedSeconds: number;
  /** Averaged over the last seconds of this run; null until they are timed, at the second report at the earliest. */
  readonly msPerStep: number | null;
  /** Live tensors in the worker; constant while training, unless something leaks. */
  readonly tensorCount: number;
}

/** Events from the training worker. */
export type TrainingEvent =
  | {
      readonly kind: 'preparationProgressed';
      readonly stage: PreparationStage;
      /** The share that is done, in [0, 1], where it is known. */
      readonly share?: number;
    }
  | { readonly kind: 'backendStarted'; readonly backend: BackendInfo }
  | { readonly kind: 'trainingStarted'; readonly progress: RunProgress }
  | {
      readonly kind: 'stepsCompleted';
      readonly progress: RunProgress;
      /** Measured since the last such event. */
      readonly points: readonly TrainingPoint[];
      readonly logits: readonly HistogramPoint[];
      readonly layers: readonly LayersPoint[];
    }
  /** A step is under way that takes long, and gets on. */
  | { readonly kind: 'stepUnderWay'; readonly seconds: number }
  /** The same of anything else. */
  | { readonly kind: 'stillComputing' }
  | { readonly kind: 'parametersChanged'; readonly changes: readonly ParameterChange[] }
  | { readonly kind: 'validated'; readonly point: AccuracyPoint }
  | { readonly kind: 'trainingPaused'; readonly progress: RunProgress }
  | { readonly kind: 'trainingStopped'; readonly progress: RunProgress }
  | { readonly kind: 'trainingFinished'; readonly progress: RunProgress }
  | {
      readonly kind: 'checkpointTaken';
      readonly checkpoint: EncodedCheckpoint;
      /** Whether it replaces a checkpoint of the same step, whose test accuracy is new. */
      readonly isUpdate: boolean;
    }
  /** Taken while the run continues to train; stored if `failure` is null. */
  | {
      readonly kind: 'autosaved';
      readonly autosave: Autosave;
      readonly failure: FailureData | null;
    }
  | { readonly kind: 'evaluationStarted' }
  | {
      readonly kind: 'testSetEvaluated';
      readonly runId: string;
      readonly point: AccuracyPoint;
      /** How often this run has been evaluated on the test images so far. */
      readonly testEvaluations: number;
    }
  | {
      readonly kind: 'checkpointRestored';
      readonly purpose: RestorePurpose;
      readonly summary: CheckpointSummary;
      readonly history: RunHistory;
      readonly progress: RunProgress;
      /** The loss of the next batch, computed after restoring; `summary.nextLoss` is the saved one. */
      readonly nextLoss: number;
    }
  | { readonly kind: 'backendMeasured'; readonly timing: StepTiming }
  | { readonly kind: 'filesExported'; readonly files: readonly ExportedFile[] }
  | {
      readonly kind: 'inspected';
      readonly requestId: number;
      readonly weights: InspectedWeights;
      readonly answer: InspectionAnswer;
    }
  | { readonly kind: 'inspectionFailed'; readonly requestId: number; readonly failure: FailureData }
  /** The run cannot continue. */
  | { readonly kind: 'trainingFailed'; readonly failure: FailureData }
  /** A checkpoint could not be restored; the worker still has the run from before. */
  | { readonly kind: 'restoreFailed'; readonly purpose: RestorePurpose; readonly failure: FailureData }
  /** A single request failed; the run is unchanged. */
  | {
      readonly kind: 'requestFailed';
      readonly request: Exclude<TrainingCommand['kind'], 'restoreCheckpoint'>;
      readonly failure: FailureData;
    };

/** Preparations before the first step. */
export type PreparationStage = 'backend' | 'data' | 'whitening' | 'weights' | 'shaders';
