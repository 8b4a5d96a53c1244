import { defaultHyperparameters, parametersWith } from '../configuration/hyperparameters.ts';
import { classNames, imagePixels } from '../data/cifar10.ts';
import { chain, convolution, dense, dropout, flatten, image, maxPooling, relu } from './chain.ts';
import type { Network } from './network.ts';
import type { Shape } from './specification.ts';

const defaults = defaultHyperparameters;
const colours = 3;
/** The side of the last feature maps: 32, halved three times. */
const lastSide = 4;

/**
 * The network that the article's third part was to be about, as TensorFlow's tutorials have it: three convolutions, each followed
 * by ReLU and max pooling, then a dense layer, then the classes. Weights start as He et al., "Delving Deep into Rectifiers"
 * (2015), recommend for ReLU.
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
    const block = (name: string, inputs: number, outputs: number) => [
      convolution(name, outputs, {
        size: Number(filterSize),
        stride: 1,
        padding: 'same',
        hasBiases: true,
        initialStddev: stddevFor(Number(filterSize) ** 2 * inputs),
        startsAsIdentity: false,
      }),
      relu(),
      maxPooling(2),
    ];
    const features = lastSide * lastSide * filters3;
    return chain(
      [imagePixels],
      image(colours),
      ...block('conv1', colours, filters),
      ...block('conv2', filters, filters2),
      ...block('conv3', filters2, filters3),
      flatten(),
      dense('dense', denseUnits, { initialStddev: stddevFor(features) }),
      relu(),
      ...(rate > 0 ? [dropout(rate)] : []),
      dense('output', classNames.length, { initialStddev: 1 / Math.sqrt(denseUnits) }),
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

/** For values of variance 1 after ReLU, which halves the variance. */
function stddevFor(inputs: number): number {
  return Math.sqrt(2 / inputs);
}

function lastOf(shape: Shape): number {
  return shape.at(-1) ?? 0;
}
