import { describe, expect, it } from 'vitest';
import type { Hyperparameters } from '../../../src/configuration/hyperparameters.ts';
import { defaultHyperparameters } from '../../../src/configuration/hyperparameters.ts';
import { presets } from '../../../src/configuration/presets.ts';
import { safeFileName } from '../../../src/export/fileName.ts';
import { withOwnHyperparameters } from '../../../src/network/networks.ts';
import { runLabel } from '../../../src/runs/runLabel.ts';
import { recordOfRun } from '../../fixtures/runRecords.ts';

const id = '2026-11-24_14-05-09';

function labelOf(network: string, values: Partial<Hyperparameters>, name = id): string {
  const { summary } = recordOfRun(id, 10);
  const hyperparameters = { ...defaultHyperparameters, ...values };
  return runLabel(withOwnHyperparameters({ ...summary, name, network, hyperparameters }));
}

function valuesOfPreset(preset: string): Partial<Hyperparameters> {
  return presets.find(({ name }) => name === preset)?.hyperparameters ?? {};
}

describe('what tells a run from others', () => {
  it.each([
    ['the preset', 'two-layer', {}, 'two-layer_article-part-2_seed=1'],
    ['the seed', 'two-layer', { seed: 7 }, 'two-layer_article-part-2_seed=7'],
    [
      'what differs from the defaults',
      'two-layer',
      { hiddenUnits: 300 },
      'two-layer_hidden_units=300_seed=1',
    ],
    [
      'what differs from the preset, where that is less',
      'two-layer',
      { ...valuesOfPreset('how-far'), dropout: 0.3 },
      'two-layer_how-far_dropout=0.3_seed=1',
    ],
    [
      'no preset that shares only a value or two',
      'two-layer',
      { inputScaling: 'standardized', flip: 'on', hiddenUnits: 64 },
      'two-layer_hidden_units=64_input_scaling=standardized_flip=on_seed=1',
    ],
    ['its network', 'three-layer', {}, 'three-layer_seed=1'],
    [
      'no value without effect',
      'softmax',
      { momentum: 0.5, hiddenUnits: 3, optimizer: 'adam' },
      'softmax_optimizer=adam_seed=1',
    ],
  ] as const)('is %s', (_, network, values, expected) => {
    expect(labelOf(network, values)).toBe(`${expected}_${id}`);
  });

  it('begins with its name, where it was given one', () => {
    expect(labelOf('softmax', { seed: 0 }, 'wider')).toBe(`wider_softmax_seed=0_${id}`);
  });

  it('fits in a file name, however much differs, and keeps its beginning and its id', () => {
    const everything: Partial<Hyperparameters> = {
      ...{
        learningRate: 0.0123,
        regConstant: 0.0456,
        batchSize: 250,
        maxSteps: 12_345,
        optimizer: 'nesterov',
      },
      ...{
        momentum: 0.75,
        weightDecay: 0.001,
        labelSmoothing: 0.1,
        averageDecay: 0.99,
        flip: 'on',
        shift: 3,
      },
      ...{ width: 40, depth: 3, patchSize: '2', activation: 'gelu', seed: 4_294_967_295, views: 'mirrored' },
    };
    const label = labelOf('convolutional-record', everything, 'a name '.repeat(20));
    expect(safeFileName(label)).toMatch(
      /^a-name-.*_convolutional-record_width=40_.*_and-\d+-more_seed=4294967295_/,
    );
    expect(label.endsWith(`_${id}`)).toBe(true);
    expect(label.length).toBeLessThan(180);
  });
});
