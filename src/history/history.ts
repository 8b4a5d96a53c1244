import type { ChangeableKey } from '../configuration/hyperparameters.ts';
import type { Histogram } from './histogram.ts';

/** Every step that is a multiple of this is measured; the article measures at multiples of 100. */
export const measuredEvery = 10;

/** Histograms are made every so many steps, as often as the article writes its summaries, and where a run may end. */
export const histogramsEvery = 100;

/** Measured on the training batch of `step`, before its update: step 0 is the untrained network. */
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

/** A hyperparameter that changed during the run, after `step` completed steps. */
export interface ParameterChange {
  readonly step: number;
  readonly key: ChangeableKey;
  readonly from: number;
  readonly to: number;
}

/** A run's measurements. All lists ascend by step. */
export interface RunHistory {
  readonly training: readonly TrainingPoint[];
  /** Once an epoch, where there is a validation split. */
  readonly validation: readonly AccuracyPoint[];
  readonly test: readonly AccuracyPoint[];
  readonly changes: readonly ParameterChange[];
}

export const emptyHistory: RunHistory = { training: [], validation: [], test: [], changes: [] };

/** The best validation accuracy, the earliest of equal ones; null before the first. */
export function bestOf(validation: readonly AccuracyPoint[]): AccuracyPoint | null {
  return validation.reduce<AccuracyPoint | null>(
    (best, point) => (best === null || point.accuracy > best.accuracy ? point : best),
    null,
  );
}

/** A histogram of the logits `[batch, 10]` of the training batch of `step`, before its update. */
export interface HistogramPoint {
  readonly step: number;
  readonly histogram: Histogram;
}

/** Statistics of one layer at one step: of its weights before the update, of the training batch, and of the update. */
export interface LayerStatistics {
  readonly name: string;
  readonly units: number;
  /** Of a large matrix, only every n-th row. */
  readonly weights: Histogram;
  /** ∂loss/∂weights, for the same rows. */
  readonly gradients: Histogram;
  /** After ReLU; null for the last layer, whose outputs are the logits. */
  readonly activations: Histogram | null;
  /** The number of units whose output was 0 for every picture of the batch; null where there is no ReLU. */
  readonly deadUnits: number | null;
  /** ‖change of the weights‖ / ‖weights‖; null where all weights were 0. */
  readonly updateRatio: number | null;
  /** How many values there were to count; null in records of earlier versions. */
  readonly totals: LayerTotals | null;
}

/** The size of what a layer's histograms are made from: one that counts fewer values counts a sample. */
export interface LayerTotals {
  /** Weights, and their gradients. */
  readonly weights: number;
  /** Of the whole batch; null where there are no activations. */
  readonly activations: number | null;
}

/** Every layer at one step, from the first to the last. */
export interface LayersPoint {
  readonly step: number;
  readonly layers: readonly LayerStatistics[];
}

/** The accuracy at that step, in [0, 1]; null where it was not measured. */
export function accuracyAt(points: readonly AccuracyPoint[], step: number | undefined): number | null {
  return points.find((point) => point.step === step)?.accuracy ?? null;
}

/** The points with one added, ascending by step; it replaces an earlier point of the same step. */
export function withPoint(points: readonly AccuracyPoint[], added: AccuracyPoint): AccuracyPoint[] {
  const others = points.filter(({ step }) => step !== added.step);
  return [...others, added].sort((a, b) => a.step - b.step);
}
