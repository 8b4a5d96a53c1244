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

/** What a checkpoint is restored for. The answer repeats it, so that nobody has to remember what was asked. */
export type RestorePurpose =
  /** It takes the place of the present run, and rests. */
  | 'restore'
  /** Likewise, and trains on: it was cut off. */
  | 'continue'
  /** The present run is to be computed on another backend. */
  | 'move'
  /** The present run goes back, because the other backend could not be started. */
  | 'return'
  /** The present run has lost its worker or its GPU. */
  | 'recover';

/** What the page asks of the training worker. Commands are carried out in order; pause and stop are heard between steps. */
export type TrainingCommand =
  | {
      readonly kind: 'startTraining';
      readonly runId: string;
      readonly network: string;
      readonly hyperparameters: Hyperparameters;
      /** Heeded by the first command that needs a backend. */
      readonly backend: BackendChoice;
      /** How far to go before pausing by itself; null for all the way. */
      readonly pauseAfterSteps: number | null;
      /** Whether the test images are looked at when the run has finished; a run that was resumed always does. */
      readonly evaluatesAtEnd: boolean;
    }
  | {
      readonly kind: 'resumeTraining';
      /** The run's own, or a new one where the run forks. */
      readonly runId: string;
      /** What the run shall have from here on. */
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
  /** Times the real step on a backend. For a worker that has no run, and that is ended afterwards. */
  | {
      readonly kind: 'measureBackend';
      readonly backend: BackendName;
      readonly network: string;
      readonly hyperparameters: Hyperparameters;
    };

/** Where a run stands. */
export interface RunProgress {
  /** Completed steps. */
  readonly step: number;
  /** Passes over the images that are trained on, the present one included as a fraction. */
  readonly epochs: number;
  readonly elapsedSeconds: number;
  /** Over the last seconds; null before the second step. */
  readonly msPerStep: number | null;
  /** Tensors alive in the worker: constant while training, or something leaks. */
  readonly tensorCount: number;
}

/** What has happened in the training worker. */
export type TrainingEvent =
  | {
      readonly kind: 'preparationProgressed';
      readonly stage: PreparationStage;
      /** How much of it is done, in [0, 1], where that is known. */
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
  | { readonly kind: 'parametersChanged'; readonly changes: readonly ParameterChange[] }
  | { readonly kind: 'validated'; readonly point: AccuracyPoint }
  | { readonly kind: 'trainingPaused'; readonly progress: RunProgress }
  | { readonly kind: 'trainingStopped'; readonly progress: RunProgress }
  | { readonly kind: 'trainingFinished'; readonly progress: RunProgress }
  | {
      readonly kind: 'checkpointTaken';
      readonly checkpoint: EncodedCheckpoint;
      /** The same checkpoint was taken before and only its test accuracy is new. */
      readonly isUpdate: boolean;
    }
  /** Taken while the run trains on, and stored where `failure` is null. */
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
      /** How often this run has looked at the test images by now. */
      readonly testEvaluations: number;
    }
  | {
      readonly kind: 'checkpointRestored';
      readonly purpose: RestorePurpose;
      readonly summary: CheckpointSummary;
      readonly history: RunHistory;
      readonly progress: RunProgress;
      /** The loss of the next batch as it was computed just now; `summary.nextLoss` is what it was when saved. */
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
  /** The run cannot go on. */
  | { readonly kind: 'trainingFailed'; readonly failure: FailureData }
  /** A checkpoint could not be restored; the worker has no other run than before. */
  | { readonly kind: 'restoreFailed'; readonly purpose: RestorePurpose; readonly failure: FailureData }
  /** A single request failed; the run is as it was. */
  | {
      readonly kind: 'requestFailed';
      readonly request: Exclude<TrainingCommand['kind'], 'restoreCheckpoint'>;
      readonly failure: FailureData;
    };

/** What takes time before the first step. */
export type PreparationStage = 'backend' | 'data' | 'whitening' | 'weights' | 'shaders';
