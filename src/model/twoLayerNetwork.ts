import { parameterKeys } from '../configuration/parameters.ts';
import { classNames, imagePixels } from '../data/cifar10.ts';
import type { Network } from './network.ts';

/** The article's network: a hidden layer with ReLU, and an output layer that gives a logit for each class. */
export const twoLayerNetwork: Network = {
  name: 'two-layer',
  title: 'Two-layer network',
  parameters: parameterKeys,
  sampling: 'epochs',
  layers: ({ hiddenUnits }) => [
    {
      name: 'hidden',
      inputs: imagePixels,
      outputs: hiddenUnits,
      activation: 'relu',
      initialStddev: 1 / Math.sqrt(imagePixels),
    },
    {
      name: 'output',
      inputs: hiddenUnits,
      outputs: classNames.length,
      activation: 'linear',
      initialStddev: 1 / Math.sqrt(hiddenUnits),
    },
  ],
};
