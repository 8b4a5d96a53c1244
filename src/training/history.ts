import type { ChangeableKey } from '../configuration/changeableParameters.ts';
import type { Histogram } from './histogram.ts';

/** Measured on the training batch of `step`, before the update that this batch causes: step 0 is the untrained network. */
export interface TrainingPoint {
  readonly step: number;
  /** crossEntropy + l2Penalty */
  readonly loss: number;
  readonly crossEntropy: number;
  readonly l2Penalty: number;
  /** In [0, 1]. */
  readonly accuracy: number;
}

/** Accuracy on all 10,000 test images, or on all validation images, after `step` completed steps. */
export interface AccuracyPoint {
  readonly step: number;
  /** In [0, 1]. */
  readonly accuracy: number;
}

/** A hyperparameter that got another value in the middle of the run, before the step that follows `step` completed ones. */
export interface ParameterChange {
  readonly step: number;
  readonly key: ChangeableKey;
  readonly from: number;
  readonly to: number;
}

/** What the charts show of a run. All lists ascend by step. */
export interface RunHistory {
  readonly training: readonly TrainingPoint[];
  /** Once an epoch, where images are kept for it. */
  readonly validation: readonly AccuracyPoint[];
  readonly test: readonly AccuracyPoint[];
  readonly changes: readonly ParameterChange[];
}

export const emptyHistory: RunHistory = { training: [], validation: [], test: [], changes: [] };

/** The best validation accuracy, the earliest where several are equal; null before the first. */
export function bestOf(validation: readonly AccuracyPoint[]): AccuracyPoint | null {
  return validation.reduce<AccuracyPoint | null>(
    (best, point) => (best === null || point.accuracy > best.accuracy ? point : best),
    null,
  );
}

/** The logits `[batch, 10]` of the training batch of `step`, counted before its update. */
export interface HistogramPoint {
  readonly step: number;
  readonly histogram: Histogram;
}
