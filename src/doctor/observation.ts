import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import { classNames } from '../data/cifar10.ts';
import type { HistogramPoint, LayersPoint, RunHistory, TrainingPoint } from '../history/history.ts';

/** What the doctor sees of a run. */
export interface Observation {
  readonly hyperparameters: Hyperparameters;
  readonly history: RunHistory;
  readonly logits: readonly HistogramPoint[];
  readonly layers: readonly LayersPoint[];
  /** The step at which the loss was no longer a number; null where it always was. */
  readonly divergedAt: number | null;
}

/** The cross-entropy of whoever gives all ten classes the same probability. */
export const chanceLoss = Math.log(classNames.length);
export const chanceAccuracy = 1 / classNames.length;

/** The mean of some quantity over measured batches, of which there is at least one. */
export function meanOf(
  points: readonly TrainingPoint[],
  quantity: 'loss' | 'crossEntropy' | 'accuracy',
): number {
  return points.reduce((sum, point) => sum + point[quantity], 0) / points.length;
}
