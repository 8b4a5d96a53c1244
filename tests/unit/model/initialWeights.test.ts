import { describe, expect, it } from 'vitest';
import { initialWeights } from '../../../src/model/parameters.ts';
import { convolutionalNetwork } from '../../../src/network/convolutionalNetwork.ts';
import { recordNetwork } from '../../../src/network/recordNetwork.ts';
import type { NamedArray } from '../../../src/tensorFiles/namedArray.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';

function valuesOf(arrays: readonly NamedArray[], name: string): Float32Array {
  const found = arrays.find((array) => array.name === name);
  if (!found) throw new RangeError(`there is no ${name}`);
  return found.values;
}

describe('the initial weights of a convolutional network', () => {
  it('have the variance that keeps that of the values behind ReLU', () => {
    const layers = convolutionalNetwork.layers({ ...articleHyperparameters, filters: 64, filters2: 64 });
    const values = valuesOf(initialWeights(layers, 1), 'conv2/filters');
    const meanSquare = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    // Truncated at two standard deviations, which leaves 77 % of the variance.
    expect(meanSquare / (2 / (9 * 64))).toBeCloseTo(0.774, 1);
  });
});

describe('the initial weights of the record network', () => {
  const layers = recordNetwork.layers({ ...articleHyperparameters, width: 40, depth: 1, patchSize: '4' });
  const whitened = new Float32Array(4 * 4 * 3 * 32).fill(0.5);
  const arrays = initialWeights(layers, 1, () => whitened);

  it('of its convolutions pass each channel on, as far as there are channels', () => {
    const values = valuesOf(arrays, 'conv1/filters');
    for (let filter = 0; filter < 40; filter++) {
      const weights = values.filter((_, index) => index % 40 === filter);
      const centre = weights.subarray(4 * 32, 5 * 32);
      if (filter >= 32) expect(weights.filter((weight) => weight !== 0).length).toBe(9 * 32);
      else {
        expect(weights.filter((weight) => weight !== 0).length).toBe(1);
        expect(centre[filter]).toBe(1);
      }
    }
  });

  it('of its first layer are those computed from the images', () => {
    expect(valuesOf(arrays, 'whitening/filters')).toBe(whitened);
    expect(() => initialWeights(layers, 1)).toThrow(RangeError);
  });

  it('start batch normalization at mean 0 and variance 1', () => {
    expect([...new Set(valuesOf(arrays, 'conv1/norm/mean'))]).toEqual([0]);
    expect([...new Set(valuesOf(arrays, 'conv1/norm/variance'))]).toEqual([1]);
  });
});
