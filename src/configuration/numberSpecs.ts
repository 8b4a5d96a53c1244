import { trainingImageCount } from '../data/cifar10.ts';
import type { ChoiceKey } from './choiceSpecs.ts';
import type { Hyperparameters } from './hyperparameters.ts';

/** Hyperparameters that are a number. */
export type NumberKey = Exclude<keyof Hyperparameters, ChoiceKey>;

/** How a slider's travel maps to the value. `logFromZero` is logarithmic with 0 at its left end. */
export type NumberScale = 'linear' | 'log' | 'logFromZero' | 'divisors';

/** All that a control and a check need to know of such a hyperparameter; `numberHelp.ts` has what it means. */
export interface NumberSpec {
  readonly key: NumberKey;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly isInteger: boolean;
  readonly scale: NumberScale;
  /** Where only the divisors of a number are possible: that number, and those of its divisors that are, ascending. */
  readonly divisors?: { readonly of: number; readonly values: readonly number[] };
}

/** What decides whether a number is possible. */
export type NumberRange = Pick<NumberSpec, 'min' | 'max' | 'isInteger' | 'divisors'>;

const largestSeed = 2 ** 32 - 1;

export const numberSpecs: { readonly [Key in NumberKey]: NumberSpec } = {
  hiddenUnits: {
    key: 'hiddenUnits',
    label: 'Hidden units',
    min: 1,
    max: 2_048,
    isInteger: true,
    scale: 'log',
  },
  learningRate: {
    key: 'learningRate',
    label: 'Learning rate',
    min: 0.000001,
    max: 1,
    isInteger: false,
    scale: 'log',
  },
  regConstant: {
    key: 'regConstant',
    label: 'Regularization constant',
    min: 0,
    max: 10,
    isInteger: false,
    scale: 'logFromZero',
  },
  batchSize: {
    key: 'batchSize',
    label: 'Batch size',
    min: 1,
    max: 5_000,
    isInteger: true,
    scale: 'log',
  },
  maxSteps: {
    key: 'maxSteps',
    label: 'Max steps',
    min: 1,
    max: 100_000,
    isInteger: true,
    scale: 'log',
  },
  seed: {
    key: 'seed',
    label: 'Seed',
    min: 0,
    max: largestSeed,
    isInteger: true,
    scale: 'linear',
  },
  momentum: {
    key: 'momentum',
    label: 'Momentum',
    min: 0,
    max: 0.999,
    isInteger: false,
    scale: 'linear',
  },
  weightDecay: {
    key: 'weightDecay',
    label: 'Weight decay',
    min: 0,
    max: 1,
    isInteger: false,
    scale: 'logFromZero',
  },
  warmupSteps: {
    key: 'warmupSteps',
    label: 'Warm-up steps',
    min: 0,
    max: 10_000,
    isInteger: true,
    scale: 'logFromZero',
  },
  dropout: {
    key: 'dropout',
    label: 'Dropout',
    min: 0,
    max: 0.9,
    isInteger: false,
    scale: 'linear',
  },
  whiteningEpsilon: {
    key: 'whiteningEpsilon',
    label: 'Whitening epsilon',
    min: 0.001,
    max: 10,
    isInteger: false,
    scale: 'log',
  },
  shift: {
    key: 'shift',
    label: 'Shift',
    min: 0,
    max: 8,
    isInteger: true,
    scale: 'linear',
  },
  validationImages: {
    key: 'validationImages',
    label: 'Validation images',
    min: 0,
    max: 20_000,
    isInteger: true,
    scale: 'linear',
  },
  patience: {
    key: 'patience',
    label: 'Patience',
    min: 0,
    max: 1_000,
    isInteger: true,
    scale: 'linear',
  },
};

/** What limits the batch size. */
export type BatchLimits = Pick<Hyperparameters, 'lastBatch' | 'validationImages'>;

/** The parameter as it is under these settings: a batch size that must leave no image over is one of the divisors. */
export function numberSpec(key: NumberKey, { lastBatch, validationImages }: BatchLimits): NumberSpec {
  const spec = numberSpecs[key];
  if (key !== 'batchSize' || lastBatch !== 'none') return spec;
  const images = trainingImageCount - validationImages;
  return { ...spec, scale: 'divisors', divisors: { of: images, values: divisors(images, spec.max) } };
}

function divisors(number: number, largest: number): number[] {
  return Array.from({ length: largest }, (_, i) => i + 1).filter((divisor) => number % divisor === 0);
}
