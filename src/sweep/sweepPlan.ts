import type {
  ChoiceKey,
  Hyperparameters,
  NumberKey,
  ParameterKey,
} from '../configuration/hyperparameters.ts';
import { numberSpec } from '../configuration/numberSpec.ts';

export const sweepMethods = ['random', 'grid', 'halving'] as const;
export type SweepMethod = (typeof sweepMethods)[number];

/** A hyperparameter that varies between trials, and its possible values. */
export type Dimension = NumericDimension | ChoiceDimension;

export interface NumericDimension {
  readonly kind: 'numeric';
  readonly key: NumberKey;
  /** Both ends are possible values. */
  readonly from: number;
  readonly to: number;
  /** Whether values are spaced by equal ratios rather than equal differences; `from` is then above 0. */
  readonly isLog: boolean;
}

export interface ChoiceDimension {
  readonly kind: 'choice';
  readonly key: ChoiceKey;
  readonly options: readonly string[];
}

/** Everything that determines the trials of a sweep; the same plan always has the same trials. */
export interface SweepPlan {
  /** Date and time of its start, in the format of run names. */
  readonly id: string;
  readonly method: SweepMethod;
  /** Name of the network. */
  readonly network: string;
  /** What the trials have in common; see `sweepBase`. */
  readonly base: Hyperparameters;
  readonly dimensions: readonly Dimension[];
  /** The maximum number of sets of hyperparameters to try. */
  readonly trialCount: number;
  /** The steps of every trial; with halving, of the first rung. */
  readonly stepsPerTrial: number;
  /** Time limit of a trial in seconds of training; null for none. With halving, that of the first rung. */
  readonly secondsPerTrial: number | null;
  /** Determines which values are drawn. */
  readonly seed: number;
  /**
   * Whether random draws that amount to the same training are one trial. Plans of the first version tried each of them, and the
   * stored results of an unfinished sweep refer to trials by number.
   */
  readonly isDrawnOnce: boolean;
}

/**
 * Of all values of each dimension the one that `cost` is highest for, the others as they are: where costs grow with every value,
 * no trial costs more.
 */
export function costliest(
  { base, dimensions }: Pick<SweepPlan, 'base' | 'dimensions'>,
  cost: (hyperparameters: Hyperparameters) => number,
): Hyperparameters {
  let present = base;
  for (const dimension of dimensions) {
    const values = dimension.kind === 'numeric' ? [dimension.from, dimension.to] : dimension.options;
    const [costliestOne = present] = values
      .map((value) => ({ ...present, [dimension.key]: value }))
      .sort((one, other) => cost(other) - cost(one));
    present = costliestOne;
  }
  return present;
}

/** The size of the validation split where the configuration has none. */
export const defaultValidationImages = 5_000;

/** The sweep sets the number of steps itself, and trials with different validation images cannot be ranked. */
const fixedKeys: readonly ParameterKey[] = ['maxSteps', 'validationImages'];

/** @param keys the network's own hyperparameters */
export function sweepableKeys(keys: readonly ParameterKey[]): ParameterKey[] {
  return keys.filter((key) => !fixedKeys.includes(key));
}

/**
 * The hyperparameters that a sweep starts from: there is always a validation split, and a batch size that no longer divides the
 * other images becomes the nearest one that does.
 */
export function sweepBase(hyperparameters: Hyperparameters, stepsPerTrial: number): Hyperparameters {
  const validationImages = hyperparameters.validationImages || defaultValidationImages;
  const judged = { ...hyperparameters, validationImages, maxSteps: stepsPerTrial };
  return { ...judged, batchSize: nearestBatchSize(judged, judged.batchSize) };
}

/** The possible batch size nearest to `wanted`; within the bounds if possible. */
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
