import { defaultHyperparameters, parametersWith } from '../configuration/hyperparameters.ts';
import { classNames, imagePixels } from '../data/cifar10.ts';
import {
  batchNormalization,
  chain,
  convolution,
  dense,
  flatten,
  gelu,
  image,
  type Link,
  maxPooling,
  relu,
  whitening,
} from './chain.ts';
import type { Network } from './network.ts';

const defaults = defaultHyperparameters;
const colours = 3;
const filterSize = 3;
const blocks = 3;
const normalization = { epsilon: 1e-5, momentum: 0.4 };
/** Blocks halve the feature maps until they have this side. */
const smallestSide = 4;

/** The first layer for each size of its patches, and the side of its feature maps. */
const firstLayers = {
  4: { size: 4, stride: 2, padding: 'same', filters: 32, side: 16 },
  2: { size: 2, stride: 1, padding: 'valid', filters: 24, side: 31 },
} as const;

/**
 * A network that learns fast, after https://github.com/KellerJordan/cifar10-airbench: a frozen first layer whitens patches; then
 * three blocks of convolutions, each normalized by its batch and activated, the first of a block pooled; logits are scaled down
 * so that the last layer does not learn faster than the others. The convolutions start by passing their input on.
 */
export const recordNetwork: Network = {
  name: 'convolutional-record',
  title: 'Convolutional network, record',
  parameters: parametersWith(['width', 'depth', 'patchSize', 'activation', 'lastBatch']),
  sampling: 'epochs',

  layers({
    width = defaults.width,
    depth = defaults.depth,
    patchSize = defaults.patchSize,
    activation = defaults.activation,
  }) {
    const activate = activation === 'relu' ? relu : gelu;
    const { side: firstSide, filters: firstFilters, ...windows } = firstLayers[patchSize];
    const links: Link[] = [
      image(colours),
      whitening('whitening', firstFilters, { ...windows, epsilon: 5e-4 }),
      activate(),
    ];
    let side: number = firstSide;
    let channels: number = firstFilters;
    for (let block = 0; block < blocks; block++) {
      for (let place = 0; place < depth; place++) {
        const isPooled = place === 0 && side > smallestSide;
        const filters = width * 2 ** block;
        links.push(
          convolution(`conv${block * depth + place + 1}`, filters, {
            size: filterSize,
            stride: 1,
            padding: 'same',
            hasBiases: false,
            initialStddev: stddevFor(filterSize ** 2 * channels),
            startsAsIdentity: true,
          }),
          ...(isPooled ? [maxPooling(2)] : []),
          batchNormalization(normalization),
          activate(),
        );
        channels = filters;
        if (isPooled) side = Math.floor(side / 2);
      }
    }
    const initialStddev = stddevFor(side * side * channels);
    return chain(
      [imagePixels],
      ...links,
      flatten(),
      dense('output', classNames.length, { initialStddev, outputScale: 1 / 8 }),
    );
  },

  sizesOf(shapes) {
    const [whitened, first] = shapes;
    const depth = (shapes.length - 2) / blocks;
    if (!whitened || !first || !Number.isInteger(depth) || depth < 1) return null;
    const patchSize = whitened[0] === 2 ? '2' : whitened[0] === 4 ? '4' : null;
    return patchSize === null ? null : { width: first.at(-1) ?? 0, depth, patchSize };
  },
};

/** The variance of PyTorch's default initialization. */
function stddevFor(inputs: number): number {
  return 1 / Math.sqrt(3 * inputs);
}
