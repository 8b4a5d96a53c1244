import { describe, expect, it } from 'vitest';
import { defaultHyperparameters, type Hyperparameters } from '../../../src/configuration/hyperparameters.ts';
import { networkArrays } from '../../../src/network/arrays.ts';
import { networkNamed } from '../../../src/network/networks.ts';
import { groupedStages, hasConvolutions, hasDenseFirstLayer, stagesOf } from '../../../src/network/stages.ts';
import { areSame, factsOfStages, valuesText } from '../../../src/ui/inspect/stageFacts.ts';

function layersOf(network: string, values: Partial<Hyperparameters> = {}) {
  return networkNamed(network)?.layers({ ...defaultHyperparameters, ...values }) ?? [];
}

function factsOf(network: string, values: Partial<Hyperparameters> = {}) {
  return factsOfStages(stagesOf(layersOf(network, values)));
}

describe('a network in stages', () => {
  it('begins one at each layer that combines values', () => {
    const names = stagesOf(layersOf('convolutional-record', { depth: 1 })).map(({ first }) => first.name);
    expect(names).toEqual(['whitening', 'conv1', 'conv2', 'conv3', 'output']);
  });

  it('of dense layers is told as always', () => {
    expect(factsOf('two-layer', { dropout: 0.5 })).toEqual([
      [
        'weights 3,072 × 120, biases 120: 368,760 parameters',
        'weights start with standard deviation 0.0180',
        'ReLU: negative values become 0',
        'dropout: each training step sets 0.5 of the units to 0',
      ],
      ['weights 120 × 10, biases 10: 1,210 parameters', 'weights start with standard deviation 0.0913'],
    ]);
  });

  it('explains what comes again only once', () => {
    const [first, second, third] = factsOf('convolutional');
    expect(first).toContain('ReLU: negative values become 0');
    expect(second).toEqual([
      'filters 3 × 3 × 16 × 32, biases 32: 4,640 parameters',
      'filters start with standard deviation 0.1179',
      'ReLU',
      'max pooling 2 × 2',
    ]);
    expect(third?.at(-1)).toBe('flattened');
  });

  it('tells what is not trained from parameters', () => {
    const [whitening, first] = factsOf('convolutional-record');
    expect(whitening?.[0]).toBe('filters 4 × 4 × 3 × 32: 1,536 fixed values');
    expect(first).toContain('batch normalization: 32 parameters and 64 running statistics');
    expect(valuesText(networkArrays(layersOf('convolutional-record')))).toBe(
      '315,850 parameters, 896 running statistics and 1,536 fixed values',
    );
    expect(valuesText(networkArrays(layersOf('two-layer')))).toBe('369,970 parameters');
  });

  it('takes those together that are the same but for their names', () => {
    const groups = groupedStages(stagesOf(layersOf('convolutional-record', { depth: 4 })), areSame);
    expect(groups.map((group) => group.length)).toEqual([1, 1, 3, 1, 3, 1, 2, 1, 1]);
  });
});

it('only dense networks have a first layer whose weights are pictures', () => {
  for (const name of ['two-layer', 'softmax', 'three-layer']) {
    expect(hasDenseFirstLayer(layersOf(name))).toBe(true);
    expect(hasConvolutions(layersOf(name))).toBe(false);
  }
  for (const name of ['convolutional', 'convolutional-record']) {
    expect(hasDenseFirstLayer(layersOf(name))).toBe(false);
    expect(hasConvolutions(layersOf(name))).toBe(true);
  }
});
