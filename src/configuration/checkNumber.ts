import type { NumberRange } from './numberSpec.ts';

/** Why a text is not a valid value of the parameter, with the data needed to tell the user how to fix it. */
export type NumberProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'not-a-number'; readonly text: string }
  | { readonly kind: 'not-whole'; readonly nearest: readonly number[] }
  | { readonly kind: 'too-small'; readonly min: number }
  | { readonly kind: 'too-large'; readonly max: number }
  | { readonly kind: 'no-divisor'; readonly of: number; readonly nearest: readonly number[] };

export type NumberCheck =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly problem: NumberProblem };

/** Plain decimal or scientific notation; thousands may be grouped with commas, as the page itself writes them. */
const numberPattern = /^[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?([eE][+-]?\d+)?$/;

/** Parses typed text. Never throws. */
export function checkNumber(spec: NumberRange, text: string): NumberCheck {
  const trimmed = text.trim().replace('−', '-');
  if (trimmed === '') return { ok: false, problem: { kind: 'empty' } };
  const value = numberPattern.test(trimmed) ? Number.parseFloat(trimmed.replaceAll(',', '')) : Number.NaN;
  if (Number.isNaN(value)) return { ok: false, problem: { kind: 'not-a-number', text: trimmed } };
  const problem = problemWith(spec, value);
  return problem === null ? { ok: true, value } : { ok: false, problem };
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
