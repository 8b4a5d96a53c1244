import { describe, expect, it } from 'vitest';
import {
  choiceDeclaration,
  type Hyperparameters,
  isChoiceKey,
  numberDeclaration,
  parameterKeys,
} from '../../../src/configuration/hyperparameters.ts';
import { textsOf } from '../../../src/configuration/parseHyperparameters.ts';
import { articlePart1, presets } from '../../../src/configuration/presets.ts';
import {
  type LinkedConfiguration,
  linkQuery,
  readLinkQuery,
} from '../../../src/network/configurationLink.ts';
import { networks } from '../../../src/network/networks.ts';
import { ignoredNamesText, linkProblems } from '../../../src/ui/words/links.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';

/** Another value than the default of each parameter. */
const allChanged: Partial<Hyperparameters> = Object.fromEntries(
  parameterKeys.map((key) => {
    if (!isChoiceKey(key)) return [key, numberDeclaration(key).max];
    return [key, choiceDeclaration(key).options.at(-1)?.value];
  }),
);

describe('a link that carries a configuration', () => {
  it('says only what is not as in the article, and the seed', () => {
    const query = linkQuery({ network: 'two-layer', texts: textsOf(articleHyperparameters) });
    expect(query).toBe('?network=two-layer&seed=1');
  });

  it.each(presets)('brings back the preset “$title”', ({ network, hyperparameters }) => {
    const configuration = { network, texts: textsOf({ ...hyperparameters, seed: 42 }) };
    expect(readLinkQuery(linkQuery(configuration))).toEqual({ kind: 'read', configuration, findings: [] });
  });

  it.each(networks)('brings back every parameter of the $title', ({ name, parameters }) => {
    const changed = textsOf({ ...allChanged, lastBatch: 'dropped', seed: 42 });
    const configuration = read(linkQuery({ network: name, texts: changed }));
    expect(configuration.network).toBe(name);
    for (const key of parameterKeys) {
      const isOwn = parameters.includes(key);
      expect(configuration.texts[key], key).toBe(isOwn ? changed[key] : textsOf({})[key]);
    }
  });

  it('says nothing of what the network lacks', () => {
    const texts = textsOf({ ...articlePart1.hyperparameters, hiddenUnits: 64, dropout: 0.5, seed: 1 });
    const query = linkQuery({ network: 'softmax', texts });
    expect(query).toContain('batch_size=100');
    expect(query).not.toMatch(/hidden_units|dropout/);
  });

  it('carries the wish for a fresh seed by saying none', () => {
    const texts = { ...textsOf({ ...articlePart1.hyperparameters, seed: 1 }), seed: '' };
    const query = linkQuery({ network: 'softmax', texts });
    expect(query).not.toContain('seed');
    expect(readLinkQuery(query)).toMatchObject({ configuration: { texts: { seed: '' } } });
  });

  it('that names parameters alone is of the article’s network, with its other values', () => {
    expect(readLinkQuery('?hidden_units=64&learning_rate=0.01')).toEqual({
      kind: 'read',
      configuration: {
        network: 'two-layer',
        texts: { ...textsOf({ ...articleHyperparameters, hiddenUnits: 64, learningRate: 0.01 }), seed: '' },
      },
      findings: [],
    });
  });

  it('that names nothing of ours says nothing', () => {
    expect(readLinkQuery('')).toEqual({ kind: 'none', findings: [] });
    const elsewhere = readLinkQuery(
      '?utm_source=mail&utm_medium=m&utm_campaign=c&utm_term=t&utm_content=c&gclid=1&fbclid=1&ref=r&source=s&lang=en&page=2',
    );
    expect(elsewhere.kind).toBe('none');
    expect(linkProblems(elsewhere.findings)).toEqual([]);
  });

  it('of which some values are wrong is read as the others say', () => {
    expect(read('?hidden_units=64&learning_rate=99&optimizer=Adam&seed=7')).toMatchObject({
      network: 'two-layer',
      texts: { ...textsOf({ ...articleHyperparameters, hiddenUnits: 64, seed: 7 }) },
    });
  });

  it('is read as the fields read what is typed, and shown as they show it', () => {
    expect(
      read('?learning_rate=0,001&max_steps=1e%2B3&reg_constant=3%C3%9710%E2%81%BB%E2%81%B4').texts,
    ).toMatchObject({
      ...{ learningRate: '0.001', maxSteps: '1000', regConstant: '0.0003' },
    });
    // A plus sign in a link is a space.
    expect(read('?max_steps=1e+3').texts.maxSteps).toBe('1000');
  });

  it('is written as the values are understood, without what is none', () => {
    const texts = { ...textsOf({ seed: 1 }), learningRate: '0,0010', maxSteps: '5 000', momentum: 'abc' };
    expect(linkQuery({ network: 'two-layer', texts })).toBe('?network=two-layer&max_steps=5000&seed=1');
  });

  it('may name a value twice, but not two values', () => {
    expect(read('?hidden_units=64&hidden_units=64').texts.hiddenUnits).toBe('64');
    expect(read('?hidden_units=64&seed=1&seed=2').texts.seed).toBe('');
  });

  it('may carry what others have added, which is passed over and named', () => {
    const { findings } = readLinkQuery('?hidden_units=64&utm_source=elsewhere');
    expect(linkProblems(findings)).toEqual([]);
    expect(ignoredNamesText(findings)).toBe(
      'The link also sets “utm_source”, which this page does not support and ignores.',
    );
  });

  const notKnown = 'is not a name that this page knows';
  it.each<[query: string, ...problems: string[]]>([
    [
      '?batch_size=128',
      '“batch_size = 128” is not used. This does not divide the 50,000 training images. The nearest values that do: 125 or 200.',
    ],
    [
      '?batch_size=4000',
      '“batch_size = 4000” is not used. This does not divide the 50,000 training images. The nearest values that do: 3125 or 5000.',
    ],
    ['?max_steps=2.000', '“max_steps = 2.000” is not used. 2.000 can mean 2 or 2000: write 2 or 2000.'],
    ['?learning_rate=99', '“learning_rate = 99” is not used. Too large: the maximum is 1.'],
    [
      '?learning_rate=5%',
      '“learning_rate=5%” is not used: a “%” in it is not the code of a character. Write the value without it.',
    ],
    [
      '?batch_size=%FF&seed=7',
      '“batch_size=%FF” is not used: a “%” in it is not the code of a character. Write the value without it.',
    ],
    // Of others.
    ['?seed=7&utm_source=%FF'],
    ['?backend=wasm', 'A link does not set the backend: choose it in Configure.'],
    [
      '?network=softmax;seed=1',
      '“network = softmax;seed=1” is not used: the parts of a link are separated by “&”, not by “;”.',
    ],
    [
      '?hidden_units=64;learning_rate=0.01',
      '“hidden_units = 64;learning_rate=0.01” is not used: the parts of a link are separated by “&”, not by “;”.',
    ],
    ['?learning_rate=', '“learning_rate” has no value. Type a number from 0.000001 to 1.'],
    [
      `?seed=${'9'.repeat(500)}`,
      `“seed = ${'9'.repeat(40)}…” is not used. Too large: the maximum is 4294967295.`,
    ],
    ['?optimizer=Adam', '“optimizer = Adam” is not used. “Adam” is written “adam”.'],
    [
      '?optimizer=Nesterov+momentum',
      '“optimizer = Nesterov momentum” is not used. “Nesterov momentum” is written “nesterov”.',
    ],
    [
      '?optimizer=adma',
      '“optimizer = adma” is not used. The values are sgd, momentum, nesterov and adam; adam is the nearest.',
    ],
    ['?optimizer=lion', '“optimizer = lion” is not used. The values are sgd, momentum, nesterov and adam.'],
    ['?flip=', '“flip” has no value. The values are off, on and alternating.'],
    ['?network=Softmax', '“network = Softmax” is not used. “Softmax” is written “softmax”.'],
    [
      '?network=conv',
      '“network = conv” is not used. The values are two-layer, softmax, three-layer, convolutional and convolutional-record; convolutional is the nearest.',
    ],
    [
      '?network=softmax&network=two-layer',
      'network has more than one value, “softmax” and “two-layer”, and none of them is used. Write it once.',
    ],
    ['?filters=32', 'filters belongs to the convolutional network. This link opens the two-layer network.'],
    [
      '?network=softmax&dropout=0.5',
      'dropout belongs to the two-layer network, three-layer network and convolutional network. This link opens the softmax classifier.',
    ],
    ['?learningrate=0.1', `“learningrate” ${notKnown}: write learning_rate.`],
    ['?Learning_Rate=0.1', `“Learning_Rate” ${notKnown}: write learning_rate.`],
    ['?leraning_rate=0.1', `“leraning_rate” ${notKnown}: write learning_rate.`],
    ['?lr=0.1', `“lr” ${notKnown}: write learning_rate.`],
    ['?hidden=3', `“hidden” ${notKnown}: write hidden_units.`],
    ['?steps=3', `“steps” ${notKnown}: write max_steps.`],
    ['?weight-decay=0', `“weight-decay” ${notKnown}: write weight_decay.`],
    ['?seed=1&seed=2', 'seed has more than one value, “1” and “2”, and none of them is used. Write it once.'],
    [
      '?learning_rate=fast&batch_size=399&hidden_units=12,5',
      '“learning_rate = fast” is not used. “fast” is not a number. Type a number from 0.000001 to 1.',
      '“batch_size = 399” is not used. This does not divide the 50,000 training images. The nearest values that do: 250 or 400.',
      '“hidden_units = 12,5” is not used. This must be a whole number: try 12 or 13.',
    ],
  ])('%s is told what is wrong with each of its parts', (query, ...problems) => {
    expect(linkProblems(readLinkQuery(query).findings)).toEqual(problems);
  });

  it('with very many problems is told some of them', () => {
    const many = Array.from({ length: 50 }, (_, i) => `learning_rate_${i}=1`).join('&');
    const problems = linkProblems(readLinkQuery(`?${many}`).findings);
    expect(problems).toHaveLength(9);
    expect(problems.at(-1)).toBe('Other parts cannot be used either.');
  });
});

function read(query: string): LinkedConfiguration {
  const reading = readLinkQuery(query);
  if (reading.kind !== 'read') throw new Error('nothing in the link can be used');
  return reading.configuration;
}
