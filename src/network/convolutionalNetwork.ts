import { defaultHyperparameters, parametersWith } from '../configuration/hyperparameters.ts';
import { classNames, imagePixels } from '../data/cifar10.ts';
import { chain, convolution, dense, dropout, flatten, image, maxPooling, relu } from './chain.ts';
import { forRectified, inverseRoot } from './initialStddev.ts';
import type { Network } from './network.ts';
import type { Shape } from './specification.ts';

const defaults = defaultHyperparameters;
const colours = 3;

/**
 * The network that the article's third part was to be about, as TensorFlow's tutorials have it: three convolutions, each followed
 * by ReLU and max pooling, then a dense layer, then the classes.
 */
export const convolutionalNetwork: Network = {
  name: 'convolutional',
  title: 'Convolutional network (Part 3)',
  parameters: parametersWith([
    'filters',
    'filters2',
    'filters3',
    'filterSize',
    'denseUnits',
    'dropout',
    'lastBatch',
  ]),
  sampling: 'epochs',

  layers({
    filters = defaults.filters,
    filters2 = defaults.filters2,
    filters3 = defaults.filters3,
    filterSize = defaults.filterSize,
    denseUnits = defaults.denseUnits,
    dropout: rate = 0,
  }) {
    const block = (name: string, count: number) => [
      convolution(name, count, {
        size: Number(filterSize),
        stride: 1,
        padding: 'same',
        hasBiases: true,
        initialStddev: forRectified,
        startsAsIdentity: false,
      }),
      relu(),
      maxPooling(2),
    ];
    return chain(
      [imagePixels],
      image(colours),
      ...block('conv1', filters),
      ...block('conv2', filters2),
      ...block('conv3', filters3),
      flatten(),
      dense('dense', denseUnits, { initialStddev: forRectified }),
      relu(),
      ...(rate > 0 ? [dropout(rate)] : []),
      dense('output', classNames.length, { initialStddev: inverseRoot }),
    );
  },

  sizesOf([first, second, third, hidden, output, ...others]) {
    if (!first || !second || !third || !hidden || !output || others.length > 0) return null;
    const filterSize = first[0] === 3 ? '3' : first[0] === 5 ? '5' : null;
    if (filterSize === null) return null;
    return {
      filters: lastOf(first),
      filters2: lastOf(second),
      filters3: lastOf(third),
      filterSize,
      denseUnits: lastOf(hidden),
    };
  },
};

function lastOf(shape: Shape): number {
  return shape.at(-1) ?? 0;
}
