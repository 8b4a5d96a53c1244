import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import type { RunHistory } from '../history/history.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';

/** Why a checkpoint was written. */
export type CheckpointReason =
  | 'scheduled'
  | 'autosaved'
  | 'best'
  | 'finished'
  | 'paused'
  | 'stopped'
  | 'requested'
  | 'imported';

/** A checkpoint without its weights, as lists show it. */
export interface CheckpointSummary {
  readonly id: string;
  /** The run that wrote it. */
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly savedAt: string;
  readonly reason: CheckpointReason;
  /** Name of the network (`network/networks.ts`). */
  readonly network: string;
  readonly hyperparameters: Hyperparameters;
  /** Completed steps. */
  readonly step: number;
  /** Completed steps when the optimizer's slots were zeros: 0, except for a run that started from a file of weights. */
  readonly slotsFrom: number;
  /** Completed passes over the training images, and images of the current pass already used. */
  readonly epoch: number;
  readonly position: number;
  /** Time spent training so far. */
  readonly elapsedSeconds: number;
  /** How often the run had been evaluated on the test images. */
  readonly testEvaluations: number;
  readonly trainLoss: number | null;
  /** On the last measured training batch, in [0, 1]. */
  readonly trainAccuracy: number | null;
  /** On the validation images, in [0, 1]; null where it was not measured at this step. */
  readonly validationAccuracy: number | null;
  /** On the test images, in [0, 1]; null where it was not measured at this step. */
  readonly testAccuracy: number | null;
  /**
   * The loss of the next batch, before its update, which verifies a restored checkpoint. Null where it came from a file of
   * weights that did not have it.
   */
  readonly nextLoss: number | null;
  /** The backend that computed it, such as `webgl`. */
  readonly backend: string;
  /** The names of the files of weights that it was opened from. */
  readonly openedFrom?: string | undefined;
}

/** Everything needed to continue training exactly. */
export interface Checkpoint {
  readonly summary: CheckpointSummary;
  readonly history: RunHistory;
  /** The weights and the optimizer's slots, such as `hidden/weights` and `hidden/weights/velocity`. */
  readonly weights: readonly NamedArray[];
}
