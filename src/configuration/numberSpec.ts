import { trainingImageCount } from '../data/cifar10.ts';
import type { NumberDeclaration } from './declarations.ts';
import { type Hyperparameters, type NumberKey, numberDeclaration } from './hyperparameters.ts';

/** What determines whether a number is valid. */
export interface NumberRange extends Pick<NumberDeclaration, 'min' | 'max' | 'isInteger'> {
  /** Where only divisors of a number are valid: that number, and its valid divisors, ascending. */
  readonly divisors?: { readonly of: number; readonly values: readonly number[] };
}

/** Everything that the control of a numeric hyperparameter needs. */
export interface NumberSpec extends NumberRange, Pick<NumberDeclaration, 'label' | 'scale'> {
  readonly key: NumberKey;
}

/** What limits the batch size. */
export type BatchLimits = Pick<Hyperparameters, 'lastBatch' | 'validationImages'>;

/** The parameter's specification under these settings: a batch size that must leave no image over has to be a divisor. */
export function numberSpec(
  key: NumberKey,
  { lastBatch = 'none', validationImages }: BatchLimits,
): NumberSpec {
  const spec = { key, ...numberDeclaration(key) };
  if (key !== 'batchSize' || lastBatch !== 'none') return spec;
  const images = trainingImageCount - validationImages;
  return { ...spec, scale: 'divisors', divisors: { of: images, values: divisors(images, spec.max) } };
}

/** Each divisor has another that it makes the number with: this is asked for with every change on the page. */
function divisors(number: number, largest: number): number[] {
  const upToRoot = Array.from({ length: Math.floor(Math.sqrt(number)) }, (_, i) => i + 1);
  const small = upToRoot.filter((divisor) => number % divisor === 0);
  const large = small.map((divisor) => number / divisor).reverse();
  return [...new Set([...small, ...large])].filter((divisor) => divisor <= largest);
}
