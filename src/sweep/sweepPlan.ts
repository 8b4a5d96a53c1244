import type {
  ChoiceKey,
  Hyperparameters,
  NumberKey,
  ParameterKey,
} from '../configuration/hyperparameters.ts';
import { numberSpec } from '../configuration/numberSpec.ts';

export const sweepMethods = ['random', 'grid', 'halving'] as const;
export type SweepMethod = (typeof sweepMethods)[number];

/** A hyperparameter that differs between trials, and the values that it may have. */
export type Dimension = NumericDimension | ChoiceDimension;

export interface NumericDimension {
  readonly kind: 'numeric';
  readonly key: NumberKey;
  /** Both ends are possible values. */
  readonly from: number;
  readonly to: number;
  /** Whether equal ratios, and not equal differences, are equally far apart; `from` is then above 0. */
  readonly isLog: boolean;
}

export interface ChoiceDimension {
  readonly kind: 'choice';
  readonly key: ChoiceKey;
  readonly options: readonly string[];
}

/** All that decides which trials a sweep has; the same plan always has the same. */
export interface SweepPlan {
  /** Date and time of its beginning, as runs are named. */
  readonly id: string;
  readonly method: SweepMethod;
  /** Name of the network. */
  readonly network: string;
  /** What the trials have in common; see `sweepBase`. */
  readonly base: Hyperparameters;
  readonly dimensions: readonly Dimension[];
  /** How many sets of hyperparameters are tried at most. */
  readonly trialCount: number;
  /** Of every trial; of the first rung where trials are halved. */
  readonly stepsPerTrial: number;
  /** Training time after which a trial ends even so; null: only its steps end it. Of the first rung, as the steps are. */
  readonly secondsPerTrial: number | null;
  /** Fixes which values are drawn. */
  readonly seed: number;
  /**
   * Whether random draws that come to the same training are one trial. The first plans tried each of them, and the results of
   * one that has not ended belong to its trials by their number.
   */
  readonly isDrawnOnce: boolean;
}

/** Trials are ranked on this many images where the configuration keeps none for validation. */
export const defaultValidationImages = 5_000;

/** The step count is the sweep's own, and trials that are judged by different images cannot be ranked. */
const fixedKeys: readonly ParameterKey[] = ['maxSteps', 'validationImages'];

/** @param keys the network's own hyperparameters */
export function sweepableKeys(keys: readonly ParameterKey[]): ParameterKey[] {
  return keys.filter((key) => !fixedKeys.includes(key));
}

/**
 * The hyperparameters that a sweep starts from: some images are always kept for validation, and a batch size that no longer
 * divides the rest becomes the nearest one that does.
 */
export function sweepBase(hyperparameters: Hyperparameters, stepsPerTrial: number): Hyperparameters {
  const validationImages = hyperparameters.validationImages || defaultValidationImages;
  const judged = { ...hyperparameters, validationImages, maxSteps: stepsPerTrial };
  return { ...judged, batchSize: nearestBatchSize(judged, judged.batchSize) };
}

/** The possible batch size nearest to `wanted`; within the bounds, where any is. */
export function nearestBatchSize(
  hyperparameters: Hyperparameters,
  wanted: number,
  from = 0,
  to = Number.POSITIVE_INFINITY,
): number {
  const { divisors } = numberSpec('batchSize', hyperparameters);
  if (!divisors) return Math.round(wanted);
  const within = divisors.values.filter((value) => value >= from && value <= to);
  const possible = within.length > 0 ? within : divisors.values;
  return possible.reduce((best, value) =>
    Math.abs(value - wanted) < Math.abs(best - wanted) ? value : best,
  );
}
