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
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';

/** Another value than the default of each parameter. */
const allChanged: Partial<Hyperparameters> = Object.fromEntries(
  parameterKeys.map((key) => {
    if (!isChoiceKey(key)) return [key, numberDeclaration(key).max];
    return [key, choiceDeclaration(key).options.at(-1)?.value];
  }),
);

function readBack(configuration: LinkedConfiguration) {
  const reading = readLinkQuery(linkQuery(configuration));
  if (reading.kind !== 'read') throw new Error(`the link is ${reading.kind}`);
  return reading;
}

describe('a link that carries a configuration', () => {
  it('says only what is not as in the article, and the seed', () => {
    const query = linkQuery({ network: 'two-layer', texts: textsOf(articleHyperparameters) });
    expect(query).toBe('?network=two-layer&seed=1');
  });

  it.each(presets)('brings back the preset “$title”', ({ network, hyperparameters }) => {
    const configuration = { network, texts: textsOf({ ...hyperparameters, seed: 42 }) };
    expect(readLinkQuery(linkQuery(configuration))).toEqual({
      kind: 'read',
      configuration,
      unknown: [],
    });
  });

  it.each(networks)('brings back every parameter of the $title', ({ name, parameters }) => {
    const changed = textsOf({ ...allChanged, lastBatch: 'dropped', seed: 42 });
    const { configuration } = readBack({ network: name, texts: changed });
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
      unknown: [],
    });
  });

  it('may carry what others have added, which is passed over and named', () => {
    const reading = readLinkQuery('?hidden_units=64&utm_source=elsewhere');
    expect(reading).toMatchObject({
      configuration: { texts: { hiddenUnits: '64' } },
      unknown: ['utm_source'],
    });
  });

  it('that names nothing of ours says nothing', () => {
    expect(readLinkQuery('')).toEqual({ kind: 'none' });
    expect(readLinkQuery('?utm_source=elsewhere')).toEqual({ kind: 'none' });
  });

  it('that names a parameter twice is read as its last value, which alone was checked', () => {
    const reading = readLinkQuery('?network=two-layer&seed=zero&seed=1');
    expect(reading).toMatchObject({ configuration: { texts: { seed: '1' } } });
  });

  it.each([
    ['?network=transformer', 'network', 'transformer'],
    ['?hidden_units=abc', 'hidden_units', 'abc'],
    ['?learning_rate=99', 'learning_rate', '99'],
    ['?network=two-layer&learning_rate=fast', 'learning_rate', 'fast'],
    ['?network=two-layer&hidden_units=100000', 'hidden_units', '100000'],
    ['?network=two-layer&optimizer=lion', 'optimizer', 'lion'],
    ['?network=two-layer&batch_size=399', 'batch_size', '399'],
    [`?network=two-layer&seed=${'9'.repeat(500)}`, 'seed', '9'.repeat(40)],
  ])('%s is broken, and says where', (search, name, text) => {
    expect(readLinkQuery(search)).toEqual({ kind: 'broken', name, text });
  });

  it('whose escapes stand for no character is said to be malformed', () => {
    expect(readLinkQuery('?hidden_units=%E0%A4%A')).toEqual({ kind: 'malformed' });
  });
});
