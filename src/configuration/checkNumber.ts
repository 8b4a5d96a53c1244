import type { NumberRange } from './numberSpec.ts';

/** Why a text is not a value of the parameter, with what is needed to say how to mend it. */
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

/** Reads what was typed. Never throws. */
export function checkNumber(spec: NumberRange, text: string): NumberCheck {
  const trimmed = text.trim().replace('−', '-');
  if (trimmed === '') return { ok: false, problem: { kind: 'empty' } };
  const value = numberPattern.test(trimmed) ? Number.parseFloat(trimmed.replaceAll(',', '')) : Number.NaN;
  if (Number.isNaN(value)) return { ok: false, problem: { kind: 'not-a-number', text: trimmed } };
  const problem = problemWith(spec, value);
  return problem === null ? { ok: true, value } : { ok: false, problem };
}

/** What keeps `value` from being a value of the parameter; null if nothing does. */
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

/** The value nearest to what was typed: where the slider stands, and the arrow keys go on from, while that is none. */
export function nearestValue({ min }: NumberRange, check: NumberCheck): number {
  if (check.ok) return check.value;
  const { problem } = check;
  if (problem.kind === 'too-large') return problem.max;
  return ('nearest' in problem ? problem.nearest[0] : null) ?? min;
}

/** The next one below and the next above, as far as there are such. */
function nearestOf(possible: readonly number[], value: number): number[] {
  const below = possible.findLast((other) => other < value);
  const above = possible.find((other) => other > value);
  return [below, above].filter((choice) => choice !== undefined);
}

function wholeNumbersAbout(value: number): number[] {
  return [Math.floor(value), Math.ceil(value)];
}
