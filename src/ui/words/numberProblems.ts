import type { NumberProblem } from '../../configuration/checkNumber.ts';
import type { NumberRange } from '../../configuration/numberSpec.ts';
import { parameterText, wholeNumber } from './numbers.ts';

/** What is wrong with a typed value, and what to type instead. */
export function numberProblemText(spec: NumberRange, problem: NumberProblem): string {
  const kind = spec.isInteger ? 'a whole number' : 'a number';
  const range = `from ${rangeEnd(spec, spec.min)} to ${rangeEnd(spec, spec.max)}`;
  switch (problem.kind) {
    case 'empty':
      return `Type ${kind} ${range}.`;
    case 'not-a-number':
      return `“${problem.text.slice(0, 24)}” is not a number. Type ${kind} ${range}.`;
    case 'not-whole':
      return `This must be a whole number: try ${alternatives(problem.nearest)}.`;
    case 'too-small':
      return `Too small: the minimum is ${rangeEnd(spec, problem.min)}.`;
    case 'too-large':
      return `Too large: the maximum is ${rangeEnd(spec, problem.max)}.`;
    case 'no-divisor':
      return `This does not divide the ${wholeNumber(problem.of)} training images. The nearest values that do: ${alternatives(problem.nearest)}.`;
  }
}

function alternatives(values: readonly number[]): string {
  return values.map(wholeNumber).join(' or ');
}

function rangeEnd(spec: NumberRange, value: number): string {
  return spec.isInteger ? wholeNumber(value) : parameterText(value);
}
