import { trainingImageCount } from '../data/cifar10.ts';
import type { NumberDeclaration } from './declarations.ts';
import { type Hyperparameters, type NumberKey, numberDeclaration } from './hyperparameters.ts';

/** What decides whether a number is possible. */
export interface NumberRange extends Pick<NumberDeclaration, 'min' | 'max' | 'isInteger'> {
  /** Where only the divisors of a number are possible: that number, and those of its divisors that are, ascending. */
  readonly divisors?: { readonly of: number; readonly values: readonly number[] };
}

/** All that a control needs to know of a hyperparameter that is a number. */
export interface NumberSpec extends NumberRange, Pick<NumberDeclaration, 'label' | 'scale'> {
  readonly key: NumberKey;
}

/** What limits the batch size. */
export type BatchLimits = Pick<Hyperparameters, 'lastBatch' | 'validationImages'>;

/** The parameter as it is under these settings: a batch size that must leave no image over is one of the divisors. */
export function numberSpec(
  key: NumberKey,
  { lastBatch = 'none', validationImages }: BatchLimits,
): NumberSpec {
  const spec = { key, ...numberDeclaration(key) };
  if (key !== 'batchSize' || lastBatch !== 'none') return spec;
  const images = trainingImageCount - validationImages;
  return { ...spec, scale: 'divisors', divisors: { of: images, values: divisors(images, spec.max) } };
}

function divisors(number: number, largest: number): number[] {
  return Array.from({ length: largest }, (_, i) => i + 1).filter((divisor) => number % divisor === 0);
}
