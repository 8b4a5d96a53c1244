import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import { classNames } from '../data/cifar10.ts';
import type { HistogramPoint, LayersPoint, RunHistory, TrainingPoint } from '../history/history.ts';

/** What the rules know of a run. */
export interface Observation {
  readonly hyperparameters: Hyperparameters;
  /** Whether the network is convolutional. */
  readonly hasConvolutions: boolean;
  readonly history: RunHistory;
  readonly logits: readonly HistogramPoint[];
  readonly layers: readonly LayersPoint[];
  /** The step at which the loss became NaN or infinite; null where it never did. */
  readonly divergedAt: number | null;
  /** The steps of the checkpoints that there are of the run. */
  readonly checkpointSteps: readonly number[];
}

/** The cross-entropy of a network that gives all ten classes the same probability. */
export const chanceLoss = Math.log(classNames.length);

/**
 * The smallest possible cross-entropy, which is that of the smoothed labels themselves: 0 without smoothing, 0.87 at 0.2. Guessing
 * gives `chanceLoss` in any case.
 */
export function lowestCrossEntropy({ labelSmoothing }: Pick<Hyperparameters, 'labelSmoothing'>): number {
  const other = labelSmoothing / classNames.length;
  const right = 1 - labelSmoothing + other;
  if (other === 0) return 0;
  return -right * Math.log(right) - (classNames.length - 1) * other * Math.log(other);
}

export const chanceAccuracy = 1 / classNames.length;

/** The mean of a quantity over one or more measured batches. */
export function meanOf(
  points: readonly TrainingPoint[],
  quantity: 'loss' | 'crossEntropy' | 'accuracy',
): number {
  return points.reduce((sum, point) => sum + point[quantity], 0) / points.length;
}

/**
 * ‖change of the weights‖ / ‖weights‖ at a step. The rule of thumb is 0.001: Karpathy, "Neural networks part 3", CS231n (2016).
 * Runs that learn well have 0.01, and the article's sometimes 0.03; only ratios outside `min` and `max` are reported.
 */
export const usualUpdates = { ruleOfThumb: 1e-3, min: 1e-4, max: 0.05 } as const;
