import { defaultHyperparameters, parametersWith } from '../configuration/hyperparameters.ts';
import { classNames, imagePixels } from '../data/cifar10.ts';
import { chain, dense, dropout, relu } from './chain.ts';
import { inverseRoot } from './initialStddev.ts';
import type { Network } from './network.ts';

const defaults = defaultHyperparameters;

/** The article's network with a second hidden layer; its weights are initialized as the article's are. */
export const threeLayerNetwork: Network = {
  name: 'three-layer',
  title: 'Three-layer network',
  parameters: parametersWith(['hiddenUnits', 'hiddenUnits2', 'dropout', 'lastBatch']),
  sampling: 'epochs',
  layers: ({ hiddenUnits = defaults.hiddenUnits, hiddenUnits2 = defaults.hiddenUnits2, dropout: rate = 0 }) =>
    chain(
      [imagePixels],
      dense('hidden', hiddenUnits, { initialStddev: inverseRoot }),
      relu(),
      ...(rate > 0 ? [dropout(rate)] : []),
      dense('hidden2', hiddenUnits2, { initialStddev: inverseRoot }),
      relu(),
      ...(rate > 0 ? [dropout(rate)] : []),
      dense('output', classNames.length, { initialStddev: inverseRoot }),
    ),
  sizesOf: ([first, second, third, ...others]) =>
    first && second && third && others.length === 0
      ? { hiddenUnits: first.at(-1) ?? 0, hiddenUnits2: second.at(-1) ?? 0 }
      : null,
};
