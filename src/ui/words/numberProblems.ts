import { type NumberProblem, numberText } from '../../configuration/checkNumber.ts';
import type { NumberRange } from '../../configuration/numberSpec.ts';
import { parameterText, wholeNumber } from './numbers.ts';
import { shortened } from './quotations.ts';

/** What is wrong with a typed value, and what to type instead: without separators, because `5,000` could be read as 5. */
export function numberProblemText(spec: NumberRange, problem: NumberProblem): string {
  const { divisors, isInteger } = spec;
  const kind = divisors
    ? `a divisor of ${wholeNumber(divisors.of)}`
    : isInteger
      ? 'a whole number'
      : 'a number';
  const advice = `Type ${kind} from ${numberText(spec, spec.min)} to ${numberText(spec, spec.max)}.`;
  switch (problem.kind) {
    case 'empty':
      return advice;
    case 'not-a-number':
      return `“${shortened(problem.text)}” ${notNumberText(spec, problem.text)} ${advice}`;
    case 'ambiguous': {
      const meanings = `${shortened(problem.text)} can mean ${problem.readings.map(parameterText).join(' or ')}`;
      return problem.valid.length === 0
        ? `${meanings}, and neither is valid here. ${advice}`
        : `${meanings}: write ${alternatives(spec, problem.valid)}.`;
    }
    case 'not-whole':
      return `This must be a whole number: try ${alternatives(spec, problem.nearest)}.`;
    case 'too-small':
      return `Too small: the minimum is ${numberText(spec, problem.min)}.`;
    case 'too-large':
      return `Too large: the maximum is ${numberText(spec, problem.max)}.`;
    case 'no-divisor':
      return `This does not divide the ${wholeNumber(problem.of)} training images. The nearest values that do: ${alternatives(spec, problem.nearest)}.`;
  }
}

/** Where there is nothing but digits and separators, these are what is wrong. */
function notNumberText({ isInteger }: NumberRange, text: string): string {
  return /^[+-]?(?=.*\d)[\d.,'_\s]+$/.test(text)
    ? `has separators where no number has them: write ${isInteger ? 'none' : 'only the decimal point'}.`
    : 'is not a number.';
}

function alternatives(spec: NumberRange, values: readonly number[]): string {
  return values.map((value) => numberText(spec, value)).join(' or ');
}
