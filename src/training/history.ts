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

/** Accuracy on all 10,000 test images after `step` completed steps. */
export interface TestPoint {
  readonly step: number;
  /** In [0, 1]. */
  readonly accuracy: number;
}

/** What the charts show of a run. Both lists ascend by step. */
export interface RunHistory {
  readonly training: readonly TrainingPoint[];
  readonly test: readonly TestPoint[];
}

export const emptyHistory: RunHistory = { training: [], test: [] };

/** The logits `[batch, 10]` of the training batch of `step`, counted before its update. */
export interface HistogramPoint {
  readonly step: number;
  readonly histogram: Histogram;
}
