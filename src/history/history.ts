import type { ChangeableKey } from '../configuration/hyperparameters.ts';
import type { Histogram } from './histogram.ts';

/** A training point comes at every step that is a multiple of this; the article's own multiple of 100 is among them. */
export const measuredEvery = 10;

/** Histograms come as often as the article writes its summaries. */
export const countedEvery = 100;

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

/** What a step shows of one layer: its weights before the update, the rest of the training batch and of the update. */
export interface LayerStatistics {
  readonly name: string;
  readonly units: number;
  /** Of a large matrix, every n-th row is counted. */
  readonly weights: Histogram;
  /** ∂loss/∂weights, of the same rows. */
  readonly gradients: Histogram;
  /** After ReLU; null for the last layer, whose outputs are the logits. */
  readonly activations: Histogram | null;
  /** How many units gave 0 for every picture of the batch; null where there is no ReLU. */
  readonly deadUnits: number | null;
  /** ‖change of the weights‖ / ‖weights‖; null where all weights were 0. */
  readonly updateRatio: number | null;
}

/** Every layer at one step, from the first to the last. */
export interface LayersPoint {
  readonly step: number;
  readonly layers: readonly LayerStatistics[];
}

/** The points with one more, ascending by step; it takes the place of an earlier one of its step. */
export function withPoint(points: readonly AccuracyPoint[], added: AccuracyPoint): AccuracyPoint[] {
  const others = points.filter(({ step }) => step !== added.step);
  return [...others, added].sort((a, b) => a.step - b.step);
}
