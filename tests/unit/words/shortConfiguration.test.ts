import { expect, it } from 'vitest';
import { defaultHyperparameters } from '../../../src/configuration/hyperparameters.ts';
import { withOwnHyperparameters } from '../../../src/network/networks.ts';
import { shortConfiguration } from '../../../src/ui/words/parameters.ts';

it.each([
  ['two-layer', '120 units, learning rate 0.001'],
  ['three-layer', '120 + 60 units, learning rate 0.001'],
  ['convolutional', '16 + 32 + 64 filters, learning rate 0.001'],
  ['convolutional-record', '6 layers of 32 to 128 filters, learning rate 0.001'],
  // It has no hidden units, whatever stands in the field of another network.
  ['softmax', 'softmax, learning rate 0.001'],
])('a %s run is told as “%s”', (network, text) => {
  const { hyperparameters } = withOwnHyperparameters({ network, hyperparameters: defaultHyperparameters });
  expect(shortConfiguration(network, hyperparameters)).toBe(text);
});
