import { defaultHyperparameters, parametersWith } from '../configuration/hyperparameters.ts';
import { classNames, imagePixels } from '../data/cifar10.ts';
import { chain, dense, dropout, relu } from './chain.ts';
import { inverseRoot } from './initialStddev.ts';
import type { Network } from './network.ts';

/** The article's network: a hidden layer with ReLU, and an output layer that gives a logit for each class. */
export const twoLayerNetwork: Network = {
  name: 'two-layer',
  title: 'Two-layer network',
  parameters: parametersWith(['hiddenUnits', 'dropout', 'lastBatch']),
  sampling: 'epochs',
  layers: ({ hiddenUnits = defaultHyperparameters.hiddenUnits, dropout: rate = 0 }) =>
    chain(
      [imagePixels],
      dense('hidden', hiddenUnits, { initialStddev: inverseRoot }),
      relu(),
      ...(rate > 0 ? [dropout(rate)] : []),
      dense('output', classNames.length, { initialStddev: inverseRoot }),
    ),
  sizesOf: ([first, second, ...others]) =>
    first && second && others.length === 0 ? { hiddenUnits: first.at(-1) ?? 0 } : null,
};
