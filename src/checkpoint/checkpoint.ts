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

/** All that a list of checkpoints shows, without the weights. */
export interface CheckpointSummary {
  readonly id: string;
  /** The run that wrote it. */
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly savedAt: string;
  readonly reason: CheckpointReason;
  /** Name of the network in `model/`. */
  readonly network: string;
  readonly hyperparameters: Hyperparameters;
  /** Completed steps. */
  readonly step: number;
  /** Completed steps when the optimizer began to remember: 0, but for a run that goes on from a file of weights. */
  readonly slotsFrom: number;
  /** Passes over the images that are trained on completed, and images of the present one already used. */
  readonly epoch: number;
  readonly position: number;
  /** Time spent training until here. */
  readonly elapsedSeconds: number;
  /** How often the run had looked at the test images by then. */
  readonly testEvaluations: number;
  readonly trainLoss: number | null;
  /** On the last measured training batch, in [0, 1]. */
  readonly trainAccuracy: number | null;
  /** On the images kept for validation, in [0, 1]; null where they were not looked at at this step. */
  readonly validationAccuracy: number | null;
  /** In [0, 1]; null where the test set was not evaluated at this step. */
  readonly testAccuracy: number | null;
  /**
   * Loss of the batch that comes next, before its update: whoever restores the checkpoint can prove it by this. Null where a file
   * of weights did not say it.
   */
  readonly nextLoss: number | null;
  /** What computed it, such as `webgl`. */
  readonly backend: string;
}

/** Everything needed to go on as if nothing had happened. */
export interface Checkpoint {
  readonly summary: CheckpointSummary;
  readonly history: RunHistory;
  /** The parameters, and what the optimizer remembers of them: `hidden/weights`, `hidden/weights/velocity`. */
  readonly weights: readonly NamedArray[];
}
