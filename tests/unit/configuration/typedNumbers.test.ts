import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkNumber, numberText } from '../../../src/configuration/checkNumber.ts';
import {
  defaultHyperparameters,
  isChoiceKey,
  type NumberKey,
  parameterKeys,
} from '../../../src/configuration/hyperparameters.ts';
import { type NumberRange, numberSpec } from '../../../src/configuration/numberSpec.ts';
import { readingsOf } from '../../../src/configuration/readNumber.ts';
import { secondsRange } from '../../../src/sweep/sweepDraft.ts';
import { numberProblemText } from '../../../src/ui/words/numberProblems.ts';

type Field = NumberKey | 'seconds';

function rangeOf(field: Field): NumberRange {
  return field === 'seconds' ? secondsRange : numberSpec(field, defaultHyperparameters);
}

/** What stands in the field after it has been left, or the sentence beside it. */
function outcome(field: Field, text: string): string {
  const range = rangeOf(field);
  const check = checkNumber(range, text);
  return check.ok ? numberText(range, check.value) : numberProblemText(range, check.problem);
}

const wrongPlaces = 'has separators where no number has them';
const rates = 'Type a number from 0.000001 to 1.';
const steps = 'Type a whole number from 1 to 100000.';

describe('a number that is typed', () => {
  it.each<[what: string, Field, typed: string, outcome: string]>([
    ['a decimal point', 'learningRate', '0.001', '0.001'],
    ['a decimal comma', 'learningRate', '0,001', '0.001'],
    ['a decimal comma', 'learningRate', '0,005', '0.005'],
    ['no digit before the separator', 'learningRate', '.5', '0.5'],
    ['no digit before the separator', 'learningRate', ',500', '0.5'],
    ['no digit after the separator', 'maxSteps', '5.', '5'],
    ['no digit after the separator', 'maxSteps', '2000,', '2000'],
    ['zeros at the end', 'learningRate', '0,0100', '0.01'],
    ['zeros at the start', 'maxSteps', '007', '7'],
    ['zeros at the start, so no groups', 'regConstant', '00,125', '0.125'],
    ['no sign of 0', 'regConstant', '-0,000', '0'],
    ['a plus sign', 'maxSteps', '+500', '500'],
    ['a minus sign', 'learningRate', '-0.1', 'Too small: the minimum is 0.000001.'],
    ['a minus sign of mathematics', 'learningRate', '−0.1', 'Too small: the minimum is 0.000001.'],
    ['an en dash for a minus sign', 'learningRate', '– 0.1', 'Too small: the minimum is 0.000001.'],
    ['spaces around', 'learningRate', ' \t0.001\u00A0', '0.001'],

    ['two meanings', 'maxSteps', '2.000', '2.000 can mean 2 or 2000: write 2 or 2000.'],
    ['two meanings', 'maxSteps', '2,000', '2,000 can mean 2 or 2000: write 2 or 2000.'],
    ['two meanings, one in range', 'maxSteps', '200.000', '200.000 can mean 200 or 200000: write 200.'],
    ['two meanings', 'batchSize', '1.000', '1.000 can mean 1 or 1000: write 1 or 1000.'],
    [
      'two meanings, none a divisor',
      'batchSize',
      '3,000',
      '3,000 can mean 3 or 3000, and neither is valid here. Type a divisor of 50,000 from 1 to 5000.',
    ],
    ['two meanings', 'seed', '1,000', '1,000 can mean 1 or 1000: write 1 or 1000.'],
    ['two meanings, one in range', 'depth', '2.000', '2.000 can mean 2 or 2000: write 2.'],
    [
      'two meanings',
      'maxSteps',
      '−2.000',
      `−2.000 can mean -2 or -2000, and neither is valid here. ${steps}`,
    ],
    ['two meanings', 'maxSteps', '２．０００', '２．０００ can mean 2 or 2000: write 2 or 2000.'],
    ['two meanings', 'seconds', '1.500', '1.500 can mean 1.5 or 1500: write 1.5 or 1500.'],
    ['two meanings', 'seconds', '1,234', '1,234 can mean 1.234 or 1234: write 1.2340 or 1234.'],
    ['its own advice', 'seconds', '1.2340', '1.2340'],
    ['a count, which is no fraction', 'maxSteps', '1.500', '1500'],
    ['a count, which is no fraction', 'maxSteps', '1,500', '1500'],
    ['a count that is too large', 'filters', '1,500', 'Too large: the maximum is 256.'],
    ['a fraction where it has to be a count', 'maxSteps', '1,5', 'This must be a whole number: try 1 or 2.'],
    ['a thousand, which is no rate', 'learningRate', '1,000', '1,000 can mean 1 or 1000: write 1.'],
    [
      'a thousand, which is no rate',
      'momentum',
      '1.000',
      '1.000 can mean 1 or 1000, and neither is valid here. Type a number from 0 to 0.999.',
    ],
    ['a constant below 1000', 'regConstant', '1,500', '1.5'],
    [
      'a group after a 0',
      'learningRate',
      '0.000,5',
      `“0.000,5” ${wrongPlaces}: write only the decimal point. ${rates}`,
    ],
    ['a constant below 1000', 'regConstant', '1.234', '1.234'],
    ['a rate below 1000', 'learningRate', '1,500', 'Too large: the maximum is 1.'],

    ['two separators', 'maxSteps', '1.000,0', '1000'],
    ['two separators', 'maxSteps', '1,000.0', '1000'],
    ['two separators', 'seconds', '1.000,5', '1000.5'],
    ['two separators', 'seconds', '1,000.5', '1000.5'],
    ['two separators', 'maxSteps', '1,000.5', 'This must be a whole number: try 1000 or 1001.'],
    ['several groups', 'seed', '4.294.967.295', '4294967295'],
    ['several groups', 'seed', '4,294,967,295', '4294967295'],
    ['groups as in India', 'maxSteps', '1,00,000', '100000'],
    ['groups as in India', 'seed', '12,34,56,789', '123456789'],
    ['a space between groups', 'maxSteps', '2 000', '2000'],
    ['a no-break space between groups', 'maxSteps', '2\u00A0000', '2000'],
    ['a narrow no-break space between groups', 'maxSteps', '2\u202F000', '2000'],
    ['a thin space between groups', 'maxSteps', '2\u2009000', '2000'],
    ['an apostrophe between groups', 'maxSteps', "2'000", '2000'],
    ['a curly apostrophe between groups', 'maxSteps', '2’000', '2000'],
    ['an underscore between groups', 'maxSteps', '100_000', '100000'],
    ['spaces and a decimal comma', 'seconds', '1 000,5', '1000.5'],
    ['spaces settle what the comma is', 'seconds', '1 000,500', '1000.5'],
    ['groups that are too short', 'maxSteps', '2 00', `“2 00” ${wrongPlaces}: write none. ${steps}`],
    ['groups that are too short', 'maxSteps', '1.00.000', `“1.00.000” ${wrongPlaces}: write none. ${steps}`],
    [
      'groups of different kinds',
      'maxSteps',
      '1 000.000.000',
      `“1 000.000.000” ${wrongPlaces}: write none. ${steps}`,
    ],
    ['a group after a 0', 'maxSteps', '0 001', `“0 001” ${wrongPlaces}: write none. ${steps}`],
    [
      'separators at random',
      'learningRate',
      '0,0,1',
      `“0,0,1” ${wrongPlaces}: write only the decimal point. ${rates}`,
    ],
    [
      'separators at random',
      'learningRate',
      '0.0.1',
      `“0.0.1” ${wrongPlaces}: write only the decimal point. ${rates}`,
    ],

    ['an exponent', 'learningRate', '1e-3', '0.001'],
    ['a capital exponent', 'learningRate', '1E-03', '0.001'],
    ['a minus sign of mathematics in the exponent', 'learningRate', '1e−3', '0.001'],
    ['a decimal comma and an exponent', 'learningRate', '2,5E-4', '0.00025'],
    ['three decimals and an exponent', 'learningRate', '1.234e-3', '0.001234'],
    ['an exponent for a count', 'seed', '1e3', '1000'],
    ['a power of ten', 'learningRate', '10^-3', '0.001'],
    ['a power of ten', 'learningRate', '10⁻³', '0.001'],
    ['times a power of ten', 'learningRate', '1 × 10^-3', '0.001'],
    ['times a power of ten', 'learningRate', '3×10⁻⁴', '0.0003'],
    ['times a power of ten', 'learningRate', '3·10⁻⁴', '0.0003'],
    ['times a power of ten', 'learningRate', '3*10**-4', '0.0003'],
    ['a power that lost its superscript', 'learningRate', '3×10−4', `“3×10−4” is not a number. ${rates}`],
    ['a square', 'maxSteps', '5²', `“5²” is not a number. ${steps}`],
    ['too large for any number', 'learningRate', '1e400', 'Too large: the maximum is 1.'],
    ['very small', 'regConstant', '1e-25', '1e-25'],

    ['Arabic digits', 'learningRate', '٠٫٠٠١', '0.001'],
    ['Arabic groups', 'maxSteps', '٢٬٠٠٠', '2000'],
    ['marks of direction', 'maxSteps', '\u200F٢٬٠٠٠\u200F', '2000'],
    ['Persian digits', 'learningRate', '۰٫۰۰۱', '0.001'],
    ['Devanagari digits', 'learningRate', '०.००१', '0.001'],
    ['fullwidth digits', 'learningRate', '０．００１', '0.001'],
    ['a Japanese full stop', 'learningRate', '0。001', '0.001'],
    ['a fullwidth exponent', 'learningRate', '１ｅ－３', '0.001'],

    ['nothing', 'maxSteps', '', steps],
    ['only spaces', 'maxSteps', ' \u00A0', steps],
    ['only a separator', 'learningRate', ',', `“,” is not a number. ${rates}`],
    ['only a sign', 'learningRate', '−', `“−” is not a number. ${rates}`],
    ['only an exponent', 'learningRate', 'e-3', `“e-3” is not a number. ${rates}`],
    ['hexadecimal digits', 'maxSteps', '0x10', `“0x10” is not a number. ${steps}`],
    ['Infinity', 'maxSteps', 'Infinity', `“Infinity” is not a number. ${steps}`],
    ['NaN', 'maxSteps', 'NaN', `“NaN” is not a number. ${steps}`],
    ['a percentage', 'learningRate', '5 %', `“5 %” is not a number. ${rates}`],
    ['a fraction', 'learningRate', '1/1000', `“1/1000” is not a number. ${rates}`],
    ['a fraction', 'learningRate', '½', `“½” is not a number. ${rates}`],
    ['a unit', 'maxSteps', '2000 steps', `“2000 steps” is not a number. ${steps}`],
    ['an abbreviation', 'maxSteps', '2k', `“2k” is not a number. ${steps}`],
    [
      'a full stop that was dictated',
      'learningRate',
      '0.001.',
      `“0.001.” ${wrongPlaces}: write only the decimal point. ${rates}`,
    ],
    ['a list', 'learningRate', '0.1; 0.2', `“0.1; 0.2” is not a number. ${rates}`],
    ['a letter like a digit', 'maxSteps', '1O', `“1O” is not a number. ${steps}`],
    ['digits of another base', 'maxSteps', '10₂', `“10₂” is not a number. ${steps}`],
  ])('with %s, in %s: “%s” becomes “%s”', (_, field, typed, expected) => {
    expect(outcome(field, typed)).toBe(expected);
  });

  it('is 0, and not −0, where it has a minus sign', () => {
    expect(readingsOf('-0,000')).toEqual([0]);
  });

  // Of every convention of grouping, decimal separators and digits that browsers know.
  const locales =
    'ar-EG ar-MA as bg bn ckb cs da de de-AT de-CH dz el en en-IN en-ZA es es-MX et fa fi fr fr-CH gu he hi hu hy id is it it-CH ja ka kk km ko lt lv mr ms-BN my nb ne nl pa pl ps pt pt-PT ro ru sa sd sk sl sr sv ta te th tr uk ur ur-IN uz vi zh'.split(
      ' ',
    );
  it.each(locales)('is understood as it is written in %s', (locale) => {
    for (const value of [0.001, 0.25, 1_234.5, 1_234_567.89, -98_765_432.1]) {
      const text = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(value);
      expect(readingsOf(text), text).toEqual([value]);
    }
  });

  it('may have the digits of every script', () => {
    // Ideographs, which are no digits to Unicode.
    const ideographs = ['hanidec'];
    for (const script of Intl.supportedValuesOf('numberingSystem')) {
      if (ideographs.includes(script)) continue;
      const format = new Intl.NumberFormat('en', { numberingSystem: script, useGrouping: false });
      expect(readingsOf(format.format(9_876_543_210)), script).toEqual([9_876_543_210]);
    }
  });
});

describe('a value', () => {
  const ranges: readonly NumberRange[] = [
    secondsRange,
    ...parameterKeys.flatMap((key) => (isChoiceKey(key) ? [] : [rangeOf(key)])),
  ];

  it('is written so that it is read as the same value again', () => {
    for (const range of ranges.filter(({ divisors }) => !divisors)) {
      const { min, max, isInteger } = range;
      const values = isInteger ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true });
      fc.assert(
        fc.property(
          fc.oneof(
            values,
            values.map((value) => clampedTo(range, Number(value.toFixed(3)))),
          ),
          (value) => {
            expect(checkNumber(range, numberText(range, value))).toEqual({ ok: true, value: value + 0 });
          },
        ),
      );
    }
  });
});

function clampedTo({ min, max }: NumberRange, value: number): number {
  return Math.min(max, Math.max(min, value));
}
