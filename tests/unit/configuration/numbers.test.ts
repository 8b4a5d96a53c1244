import { describe, expect, it } from 'vitest';
import { checkNumber, nearestValue } from '../../../src/configuration/checkNumber.ts';
import type { NumberKey } from '../../../src/configuration/hyperparameters.ts';
import {
  defaultHyperparameters,
  isChoiceKey,
  parameterKeys,
} from '../../../src/configuration/hyperparameters.ts';
import { type NumberSpec, numberSpec } from '../../../src/configuration/numberSpec.ts';
import {
  lastPosition,
  moved,
  nudged,
  positionOfValue,
  valueAtPosition,
} from '../../../src/configuration/sliderScale.ts';
import { numberProblemText } from '../../../src/ui/words/numberProblems.ts';

/** As they are beside the article's values. */
const specs = parameterKeys.flatMap((key) => (isChoiceKey(key) ? [] : [spec(key)]));

function spec(key: NumberKey): NumberSpec {
  return numberSpec(key, defaultHyperparameters);
}

/** The sentence that a person reads beside the field; the empty string where the text is a value. */
function sentence(key: NumberKey, text: string): string {
  const check = checkNumber(spec(key), text);
  return check.ok ? '' : numberProblemText(spec(key), check.problem);
}

describe('a hyperparameter that is typed', () => {
  it.each(specs)('$label accepts the article’s value', ({ key }) => {
    const value = defaultHyperparameters[key];
    expect(checkNumber(spec(key), String(value))).toEqual({ ok: true, value });
  });

  it('accepts seed 0', () => {
    expect(checkNumber(spec('seed'), '0')).toEqual({ ok: true, value: 0 });
  });

  it.each<[NumberKey, string, string]>([
    [
      'batchSize',
      '399',
      'This does not divide the 50,000 training images. The nearest values that do: 250 or 400.',
    ],
    ['batchSize', '400.5', 'This must be a whole number: try 400 or 500.'],
    ['learningRate', 'abc', '“abc” is not a number. Type a number from 0.000001 to 1.'],
    ['learningRate', '-1', 'Too small: the minimum is 0.000001.'],
    [
      'learningRate',
      '1.5.2',
      '“1.5.2” has separators where no number has them: write only the decimal point. Type a number from 0.000001 to 1.',
    ],
    ['learningRate', '0x10', '“0x10” is not a number. Type a number from 0.000001 to 1.'],
    ['learningRate', '1e999', 'Too large: the maximum is 1.'],
    ['hiddenUnits', '0', 'Too small: the minimum is 1.'],
    ['hiddenUnits', '100000', 'Too large: the maximum is 2048.'],
    ['hiddenUnits', '12.5', 'This must be a whole number: try 12 or 13.'],
    ['hiddenUnits', '', 'Type a whole number from 1 to 2048.'],
    ['batchSize', '', 'Type a divisor of 50,000 from 1 to 5000.'],
    ['regConstant', '.', '“.” is not a number. Type a number from 0 to 10.'],
    ['seed', '4294967296', 'Too large: the maximum is 4294967295.'],
  ])('%s refuses “%s” with a sentence that says what to type', (key, text, expected) => {
    expect(sentence(key, text)).toBe(expected);
  });
});

describe('a slider', () => {
  const sliders = specs.filter(({ key }) => key !== 'seed');

  it.each(sliders)('of $label reaches only values that its field accepts', (parameter) => {
    for (let position = 0; position <= lastPosition(parameter); position++) {
      const value = valueAtPosition(parameter, position);
      expect(checkNumber(parameter, String(value))).toEqual({ ok: true, value });
    }
  });

  it.each(sliders)('of $label runs from the least value to the most, never backwards', (parameter) => {
    const values = Array.from({ length: lastPosition(parameter) + 1 }, (_, i) =>
      valueAtPosition(parameter, i),
    );
    expect(values[0]).toBe(parameter.min);
    expect(values.at(-1)).toBe(parameter.max);
    expect(values.toSorted((a, b) => a - b)).toEqual(values);
  });

  it.each(sliders)('of $label moves on with every press of an arrow key, to either end', (parameter) => {
    for (const direction of [1, -1] as const) {
      let value = defaultHyperparameters[parameter.key];
      for (;;) {
        const position = positionOfValue(parameter, value) + direction;
        if (position < 0 || position > lastPosition(parameter)) break;
        const next = moved(parameter, value, position);
        expect(direction * (next - value)).toBeGreaterThan(0);
        value = next;
      }
      expect(value).toBe(direction === 1 ? parameter.max : parameter.min);
    }
  });

  it.each(sliders)('of $label stands where its field says', (parameter) => {
    const value = defaultHyperparameters[parameter.key];
    const shown = valueAtPosition(parameter, positionOfValue(parameter, value));
    expect(Math.abs(shown - value)).toBeLessThanOrEqual(0.06 * value);
  });

  it.each<[NumberKey, string, number]>([
    ['learningRate', '5', 1],
    ['learningRate', '-1', 0.000001],
    ['learningRate', 'abc', 0.000001],
    ['batchSize', '399', 250],
    ['hiddenUnits', '12.5', 12],
  ])('of %s stands as near as it can where “%s” is refused', (key, text, value) => {
    expect(nearestValue(spec(key), checkNumber(spec(key), text))).toBe(value);
  });

  it.each(specs)('arrow keys change $label by one step and come back', (parameter) => {
    const value = defaultHyperparameters[parameter.key];
    const up = nudged(parameter, value, 1);
    expect(up).toBeGreaterThan(value);
    expect(nudged(parameter, parameter.max, 1)).toBe(parameter.max);
    expect(nudged(parameter, parameter.min, -1)).toBe(parameter.min);
    expect(Math.abs(nudged(parameter, up, -1) - value)).toBeLessThanOrEqual(0.06 * value);
  });
});
