import { describe, expect, it } from 'vitest';
import { defaultHyperparameters, type Hyperparameters } from '../../../src/configuration/hyperparameters.ts';
import { networkNamed } from '../../../src/network/networks.ts';
import { layersText } from '../../../src/ui/words/networks.ts';

function textOf(network: string, values: Partial<Hyperparameters> = {}): string {
  const layers = networkNamed(network)?.layers({ ...defaultHyperparameters, ...values }) ?? [];
  return layersText(layers).replaceAll('\u00a0', ' ');
}

describe('a network in a line', () => {
  it('of dense layers tells their units', () => {
    expect(textOf('softmax')).toBe('3,072 colour values → 10 class scores');
    expect(textOf('two-layer')).toBe('3,072 colour values → 120 hidden units with ReLU → 10 class scores');
    expect(textOf('two-layer', { dropout: 0.5, hiddenUnits: 1 })).toBe(
      '3,072 colour values → 1 hidden unit with ReLU → 10 class scores',
    );
  });

  it('of convolutions tells their filters, and once what all of them have', () => {
    expect(textOf('convolutional', { filterSize: '5' })).toBe(
      '32 × 32 × 3 pixels → 16 filters 5 × 5, ReLU, pooled → 32 filters, pooled → 64 filters, pooled → 64 dense units with ReLU → 10 class scores',
    );
  });

  it('takes convolutions of as many filters together', () => {
    expect(textOf('convolutional-record', { depth: 2 })).toBe(
      '32 × 32 × 3 pixels → 32 whitening filters 4 × 4 → 2 layers of 32 filters 3 × 3, normalized, ReLU, the first pooled → 2 layers of 64 filters, the first pooled → 2 layers of 128 filters → 10 class scores',
    );
    expect(textOf('convolutional-record', { depth: 1, patchSize: '2', activation: 'gelu' })).toBe(
      '32 × 32 × 3 pixels → 24 whitening filters 2 × 2 → 32 filters 3 × 3, pooled, normalized, GELU → 64 filters, pooled → 128 filters, pooled → 10 class scores',
    );
  });
});
