import { parametersWith } from '../configuration/hyperparameters.ts';
import { classNames, imagePixels } from '../data/cifar10.ts';
import { chain, dense } from './chain.ts';
import type { Network } from './network.ts';

/**
 * The classifier of the article's first part: every logit is a weighted sum of the pixels. Its weights may start at zero, because
 * no two outputs have the same targets. Its batches are drawn anew at every step.
 */
export const softmaxClassifier: Network = {
  name: 'softmax',
  title: 'Softmax classifier',
  // It has no hidden units to drop, and no epochs whose last batch could be short.
  parameters: parametersWith([]),
  sampling: 'draws',
  layers: () => chain([imagePixels], dense('output', classNames.length, { initialStddev: 0 })),
  sizesOf: (shapes) => (shapes.length === 1 ? {} : null),
};
