import type { NumberRange } from './numberSpec.ts';
import { readingsOf } from './readNumber.ts';

/** Why a text is not a valid value of the parameter, with the data needed to tell the user how to fix it. */
export type NumberProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'not-a-number'; readonly text: string }
  /** `valid`: those of its readings that are valid values. */
  | {
      readonly kind: 'ambiguous';
      readonly text: string;
      readonly readings: readonly number[];
      readonly valid: readonly number[];
    }
  | { readonly kind: 'not-whole'; readonly nearest: readonly number[] }
  | { readonly kind: 'too-small'; readonly min: number }
  | { readonly kind: 'too-large'; readonly max: number }
  | { readonly kind: 'no-divisor'; readonly of: number; readonly nearest: readonly number[] };

export type NumberCheck =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly problem: NumberProblem };

/**
 * Reads a number that was typed, or stands in a link, as a value of the parameter. Never throws, and never guesses: of a text that
 * can mean two numbers, such as `2.000`, one is excluded only if it is of a kind that the parameter never has (see `canHave`), not
 * because it is out of range or rarely used. If both remain, the text is refused.
 */
export function checkNumber(range: NumberRange, text: string): NumberCheck {
  const typed = text.trim();
  if (typed === '') return { ok: false, problem: { kind: 'empty' } };
  const readings = readingsOf(typed);
  const possible =
    readings.length > 1 ? readings.filter((value) => canHave(range, value, readings)) : readings;
  const [value] = possible;
  if (value === undefined) return { ok: false, problem: { kind: 'not-a-number', text: typed } };
  if (possible.length > 1) {
    const valid = possible.filter((reading) => problemWith(range, reading) === null);
    return { ok: false, problem: { kind: 'ambiguous', text: typed, readings: possible, valid } };
  }
  const problem = problemWith(range, value);
  return problem === null ? { ok: true, value } : { ok: false, problem };
}

/**
 * Whether a parameter may be meant by one of two readings: a count cannot be a fraction, so `1.500` steps are 1500; and a rate or
 * a share is never a thousand or more, so there `1.234` and `1,234` have decimals, as the page itself writes them. Nobody needs
 * the decimals of `1,000`: whoever types it may well mean a thousand.
 */
function canHave({ isInteger, max }: NumberRange, value: number, readings: readonly number[]): boolean {
  if (isInteger) return Number.isInteger(value);
  return Math.abs(value) < 1_000 || max >= 1_000 || readings.every(Number.isInteger);
}

/** A value as a field shows it, a link contains it and a sentence asks for it: `checkNumber` reads the same value again. */
export function numberText(range: NumberRange, value: number): string {
  const text = String(value);
  const check = checkNumber(range, text);
  // No group has four digits.
  return !check.ok && check.problem.kind === 'ambiguous' ? `${text}0` : text;
}

/** Why `value` is not a valid value of the parameter; null if it is. */
export function problemWith(spec: NumberRange, value: number): NumberProblem | null {
  if (value < spec.min) return { kind: 'too-small', min: spec.min };
  if (value > spec.max) return { kind: 'too-large', max: spec.max };
  const { divisors } = spec;
  if (spec.isInteger && !Number.isInteger(value)) {
    return { kind: 'not-whole', nearest: nearestOf(divisors?.values ?? wholeNumbersAbout(value), value) };
  }
  if (divisors && !divisors.values.includes(value)) {
    return { kind: 'no-divisor', of: divisors.of, nearest: nearestOf(divisors.values, value) };
  }
  return null;
}

/** The valid value nearest to the typed one, for the slider and the arrow keys while the text is invalid. */
export function nearestValue({ min }: NumberRange, check: NumberCheck): number {
  if (check.ok) return check.value;
  const { problem } = check;
  if (problem.kind === 'too-large') return problem.max;
  return ('nearest' in problem ? problem.nearest[0] : null) ?? min;
}

/** The nearest ones below and above, where they exist. */
function nearestOf(possible: readonly number[], value: number): number[] {
  const below = possible.findLast((other) => other < value);
  const above = possible.find((other) => other > value);
  return [below, above].filter((choice) => choice !== undefined);
}

function wholeNumbersAbout(value: number): number[] {
  return [Math.floor(value), Math.ceil(value)];
}
