import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  choiceDeclaration,
  isChoiceKey,
  numberDeclaration,
  type ParameterKey,
  parameterKeys,
} from '../../../src/configuration/hyperparameters.ts';
import { parseHyperparameters, textsOf } from '../../../src/configuration/parseHyperparameters.ts';
import { presets } from '../../../src/configuration/presets.ts';
import { networkNamed, networks } from '../../../src/network/networks.ts';
import {
  type AccuracyTarget,
  type LinkedResult,
  maxLinkCharacters,
  readResultFragment,
  readTargetText,
  resultFragment,
  targetText,
} from '../../../src/network/resultLink.ts';
import { ignoredNamesText, linkProblems } from '../../../src/ui/words/links.ts';

const articles = { network: 'two-layer', texts: textsOf({}) };

describe('a link to a result', () => {
  it('can be read by a person: its version, what is not the article’s, and what is to be beaten', () => {
    const texts = textsOf({ hiddenUnits: 280, seed: 7 });
    const target = { measuredOn: 'test', accuracy: 0.4582 } as const;
    expect(resultFragment({ configuration: { network: 'two-layer', texts }, target })).toBe(
      '#try?v=1&network=two-layer&hidden_units=280&seed=7&test_accuracy=0.4582',
    );
  });

  it('has no accuracy where there is none to compare with', () => {
    const result = { configuration: articles, target: null };
    expect(resultFragment(result)).toBe('#try?v=1&network=two-layer&seed=1');
    expect(readResultFragment(resultFragment(result))).toEqual({ kind: 'read', result, findings: [] });
  });

  it.each(presets)('brings back the preset “$title”', ({ network, hyperparameters, testAccuracy }) => {
    const configuration = { network, texts: textsOf({ ...hyperparameters, seed: 42 }) };
    const target = { measuredOn: 'test', accuracy: testAccuracy } as const;
    expect(readBack({ configuration, target })).toEqual({ configuration, target });
  });

  it('brings back any configuration that the fields accept, and any accuracy, digit for digit', () => {
    fc.assert(
      fc.property(resultArbitrary, (result) => {
        const { network, texts } = result.configuration;
        const keys = networkNamed(network)?.parameters ?? [];
        fc.pre(parseHyperparameters(texts, keys) !== null);
        const back = readBack(result);
        expect(back.target).toEqual(result.target);
        expect(back.configuration.network).toBe(network);
        expect(parseHyperparameters(back.configuration.texts, keys)).toEqual(
          parseHyperparameters(texts, keys),
        );
        expect(resultFragment(result).length).toBeLessThan(maxLinkCharacters);
      }),
    );
  });

  it('may carry names that others have added, which are passed over and named', () => {
    const reading = readResultFragment('#try?v=1&network=softmax&test_accuracy=0.3&utm_source=elsewhere');
    expect(reading).toMatchObject({ kind: 'read', result: { configuration: { network: 'softmax' } } });
    expect(ignoredNamesText(reading.findings)).toContain('“utm_source”');
  });

  const good = 'v=1&network=two-layer&test_accuracy=0.4';
  it.each<[fragment: string, ...problems: string[]]>([
    ['', 'It does not say its version. Write v=1.'],
    ['network=two-layer', 'It does not say its version. Write v=1.'],
    ['v=1', 'It has no configuration.'],
    ['v=1&test_accuracy=0.4', 'It has no configuration.'],
    [
      'v=2&network=of-tomorrow',
      'It was made by a newer version of this page. Reload the page, and open the link again.',
    ],
    ['v=one&network=two-layer', '“v = one” is not used. Write v=1.'],
    ['v=1&v=2&network=two-layer', 'It has more than one version. Write v=1 once.'],
    ['v=%FF&network=two-layer', '“v = \uFFFD” is not used. Write v=1.'],
    [
      'v=1&network=two-layer&test_accuracy=NaN',
      '“test_accuracy = NaN” is not used. Write a number from 0 to 1, such as 0.4633.',
    ],
    ...['-0.4', '1.01', '45.8', '1e-3', '0x1', 'Infinity', '0.4;x', '0,4', `0.${'4'.repeat(21)}`].map(
      (text): [string, string] => [
        `v=1&network=two-layer&test_accuracy=${text}`,
        `“test_accuracy = ${text}” is not used. Write a number from 0 to 1, such as 0.4633.`,
      ],
    ),
    [
      'v=1&network=two-layer&test_accuracy=',
      '“test_accuracy” has no value. Write a number from 0 to 1, such as 0.4633.',
    ],
    [
      'v=1&network=two-layer&test_accuracy=0.4&test_accuracy=0.5',
      'test_accuracy has more than one value, “0.4” and “0.5”, and none of them is used. Write it once.',
    ],
    [
      'v=1&network=two-layer&test_accuracy=0.4&validation_accuracy=0.5',
      'It has a test accuracy and a validation accuracy to beat. Keep one of them.',
    ],
    [`${good}&learning_rate=99`, '“learning_rate = 99” is not used. Too large: the maximum is 1.'],
    [
      `${good}&seed=1&seed=2`,
      'seed has more than one value, “1” and “2”, and none of them is used. Write it once.',
    ],
    [
      `${good}&hidden_units=%E0%A4%A`,
      '“hidden_units=%E0%A4%A” is not used: a “%” in it is not the code of a character. Write the value without it.',
    ],
    [
      'v=1&network=__proto__&test_accuracy=0.4',
      '“network = __proto__” is not used. The values are two-layer, softmax, three-layer, convolutional and convolutional-record.',
    ],
    [
      'v=1&network=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E',
      '“network = <img src=x onerror=alert(1)>” is not used. The values are two-layer, softmax, three-layer, convolutional and convolutional-record.',
    ],
    [
      `${good}&hidden_units={"units":64}`,
      '“hidden_units = {"units":64}” is not used. “{"units":64}” is not a number. Type a whole number from 1 to 2048.',
    ],
    [
      `${good}&seed=${'9'.repeat(1e6)}`,
      'It has 1,000,050 characters, and no link of this page has more than 4,000.',
    ],
  ])('of which a part cannot be used is not used at all: %#', (query, ...problems) => {
    const reading = readResultFragment(`#try?${query}`);
    expect(reading.kind).toBe('refused');
    expect(linkProblems(reading.findings)).toEqual(problems);
  });

  it('is read or refused, whatever it is, without an error', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom('v=1', 'v=2', 'test_accuracy=0.5', 'network=softmax', 'seed=%', '&&', '==', '%00'),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const reading = readResultFragment(`#try?${parts.join('&')}`);
        for (const text of linkProblems(reading.findings)) expect(text).not.toBe('');
        if (reading.kind === 'refused') expect(reading.findings).not.toEqual([]);
      }),
    );
  });
});

describe('a target as it is remembered', () => {
  it.each<AccuracyTarget | null>([
    null,
    { measuredOn: 'test', accuracy: 0.4582 },
    { measuredOn: 'validation', accuracy: 1 / 3 },
  ])('is the same at the next visit: %j', (target) => {
    expect(readTargetText(targetText(target))).toEqual(target);
  });

  it.each(['', 'null', '{"accuracy":0.5}', 'test_accuracy=NaN', 'test_accuracy=0.5&validation_accuracy=0.5'])(
    'is none where “%s” is remembered',
    (text) => expect(readTargetText(text)).toBeNull(),
  );
});

function readBack(result: LinkedResult): LinkedResult {
  const reading = readResultFragment(resultFragment(result));
  if (reading.kind === 'refused') throw new Error(linkProblems(reading.findings).join(' '));
  return reading.result;
}

function textArbitrary(key: ParameterKey): fc.Arbitrary<string> {
  if (isChoiceKey(key)) return fc.constantFrom(...choiceDeclaration(key).options.map(({ value }) => value));
  const { min, max, isInteger, default: usual } = numberDeclaration(key);
  const any = isInteger
    ? fc.integer({ min, max })
    : fc.double({ min, max, noNaN: true }).map((value) => Number(value.toPrecision(3)));
  return fc.oneof(fc.constant(usual), any).map(String);
}

const resultArbitrary: fc.Arbitrary<LinkedResult> = fc
  .tuple(
    fc.constantFrom(...networks.map(({ name }) => name)),
    fc.tuple(...parameterKeys.map(textArbitrary)),
    // Of 10,000 images, or of any number of them.
    fc.tuple(fc.integer({ min: 0, max: 10_000 }), fc.constantFrom(5_000, 7_777, 10_000)),
    fc.constantFrom('test', 'validation', null),
    // Only divisors of the images are batches.
    fc.constantFrom('50', '125', '400', '500'),
  )
  .map(([network, texts, [right, count], measuredOn, batchSize]) => ({
    configuration: {
      network,
      texts: {
        ...textsOf(Object.fromEntries(parameterKeys.map((key, index) => [key, texts[index]]))),
        batchSize,
      },
    },
    target: measuredOn && { measuredOn, accuracy: Math.min(1, right / count) },
  }));
