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
  maxPooling,
  relu,
  whitening,
} from './chain.ts';
import { pytorchDefault } from './initialStddev.ts';
import type { Network } from './network.ts';

const defaults = defaultHyperparameters;
const colours = 3;
const blocks = 3;
const normalization = { epsilon: 1e-5, momentum: 0.4 };
const convolutions = {
  size: 3,
  stride: 1,
  padding: 'same',
  hasBiases: false,
  initialStddev: pytorchDefault,
  startsAsIdentity: true,
} as const;

/** The first layer for each size of its patches, and how many blocks halve its feature maps: until they are 4 × 4 or 3 × 3. */
const firstLayers = {
  4: { size: 4, stride: 2, padding: 'same', filters: 32, pooledBlocks: 2 },
  2: { size: 2, stride: 1, padding: 'valid', filters: 24, pooledBlocks: 3 },
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
    const { filters, pooledBlocks, ...windows } = firstLayers[patchSize];
    const block = (index: number) =>
      Array.from({ length: depth }, (_, place) => [
        convolution(`conv${index * depth + place + 1}`, width * 2 ** index, convolutions),
        ...(place === 0 && index < pooledBlocks ? [maxPooling(2)] : []),
        batchNormalization(normalization),
        activate(),
      ]).flat();
    return chain(
      [imagePixels],
      image(colours),
      whitening('whitening', filters, { ...windows, epsilon: 5e-4 }),
      activate(),
      ...Array.from({ length: blocks }, (_, index) => block(index)).flat(),
      flatten(),
      dense('output', classNames.length, { initialStddev: pytorchDefault, outputScale: 1 / 8 }),
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
