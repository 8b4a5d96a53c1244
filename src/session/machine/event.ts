import type { BackendChoice, BackendName } from '../../backend/backendInfo.ts';
import type { ChangeableParameters, Hyperparameters } from '../../configuration/hyperparameters.ts';
import type { FailureData } from '../../failure.ts';
import type { RunHistory } from '../../history/history.ts';
import type { RestorePurpose, TrainingEvent } from '../../worker/training/protocol.ts';
import type { Recalled, Run, RunToStart, WeightsRequest } from '../state/runState.ts';

/** Events of the page. */
export type PageEvent =
  | {
      readonly kind: 'startRequested';
      readonly runId: string;
      readonly startedAt: string;
      readonly run: RunToStart;
    }
  | {
      readonly kind: 'resumeRequested';
      /** The run's own, or a new one where the run forks. */
      readonly runId: string;
      readonly startedAt: string;
      readonly hyperparameters: Hyperparameters;
      readonly pauseAfterSteps: number | null;
    }
  | { readonly kind: 'pauseRequested' }
  | { readonly kind: 'stopRequested' }
  | { readonly kind: 'changeRequested'; readonly parameters: ChangeableParameters }
  | { readonly kind: 'weightsRequested'; readonly request: WeightsRequest }
  /** A checkpoint is to take the place of the present run; it is being read. */
  | { readonly kind: 'restoreRequested' }
  | {
      readonly kind: 'checkpointLoaded';
      readonly purpose: Extract<RestorePurpose, 'restore' | 'continue'>;
      readonly id: string;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly recalled: Recalled | null;
      /** The only backend that computes the very same numbers, for a run that is continued; null where any will do. */
      readonly backend: BackendName | null;
    }
  | { readonly kind: 'checkpointNotLoaded'; readonly failure: FailureData }
  | { readonly kind: 'backendChosen'; readonly choice: BackendChoice }
  /** The pause before another attempt is over. */
  | { readonly kind: 'retryDue' }
  /** The record of an earlier run was opened. */
  | {
      readonly kind: 'runOpened';
      readonly run: Run;
      readonly history: RunHistory;
      readonly recalled: Recalled;
    }
  /** The pictures are about to be deleted, and nothing can train without them. */
  | { readonly kind: 'dataDeleted' };

/** What can happen to a run. */
export type RunEvent = PageEvent | TrainingEvent;

export type RunEventOf<Kind extends RunEvent['kind']> = Extract<RunEvent, { kind: Kind }>;
