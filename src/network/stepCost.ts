import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import { imagePixels } from '../data/cifar10.ts';
import { isTrained, layerArrays, networkArrays } from './arrays.ts';
import { type ByKind, byKind, type LayerSpec, type Shape, type Spec, sizeOf } from './specification.ts';
import { slotCounts } from './trainingMemory.ts';

/** What is to be computed: of a step, or of an image that is evaluated. */
export interface Work {
  /** Multiplications with additions in matrix products. */
  readonly products: number;
  /** The same in convolutions. */
  readonly convolutions: number;
  /** Values that are computed one by one, each once for every time that it is written or read. */
  readonly values: number;
}

/** What a step takes, whatever its batch: each layer has its kernels. */
export interface StepCost extends Work {
  readonly layers: number;
}

type CostSettings = Pick<Hyperparameters, 'batchSize' | 'optimizer' | 'averageDecay'>;

/** What a training step computes: the layers forward and backward for each image of the batch, and the update. */
export function stepCost(layers: readonly LayerSpec[], settings: CostSettings): StepCost {
  const { batchSize, optimizer, averageDecay } = settings;
  const firstTrained = layers.findIndex((layer) => layerArrays(layer).some(isTrained));
  const ofImage = layers.map((layer, place) => {
    const forward = forwardCost(layer);
    if (place < firstTrained) return forward;
    // Backward: a sum as long by the weights, and one by the inputs, which the first layer has no use for.
    return times(forward, place === firstTrained ? 2 : 3);
  });
  const parameters = networkArrays(layers)
    .filter(isTrained)
    .map(({ shape }) => sizeOf(shape));
  const streams = 3 + 2 * slotCounts[optimizer] + (averageDecay > 0 ? 3 : 0);
  const update = { ...nothing, values: streams * total(parameters) };
  return { ...sumOf([times(sumOf([input, ...ofImage]), batchSize), update]), layers: layers.length };
}

/** What an evaluation computes of one image. */
export function evaluationCost(
  layers: readonly LayerSpec[],
  { views }: Pick<Hyperparameters, 'views'>,
): Work {
  return times(sumOf([input, ...layers.map(forwardCost)]), views === 'one' ? 1 : 2);
}

const nothing: Work = { products: 0, convolutions: 0, values: 0 };
const input: Work = { ...nothing, values: imagePixels };

function forwardCost(layer: LayerSpec): Work {
  return byKind(forwardCosts, layer);
}

const forwardCosts: ByKind<Work> = {
  dense: ({ input: inputs, output }) => ({
    products: sizeOf(inputs) * sizeOf(output),
    convolutions: 0,
    values: sizeOf(output),
  }),
  convolution: convolutionCost,
  whitening: convolutionCost,
  // A random number decides each value.
  dropout: ({ output }) => values(4 * sizeOf(output)),
  relu: ({ output }) => values(sizeOf(output)),
  gelu: ({ output }) => values(4 * sizeOf(output)),
  batchNormalization: ({ output }) => values(3 * sizeOf(output)),
  image: ({ output }) => values(sizeOf(output)),
  maxPooling: ({ input: inputs }) => values(sizeOf(inputs)),
  averagePooling: ({ input: inputs }) => values(sizeOf(inputs)),
  globalMaxPooling: ({ input: inputs }) => values(sizeOf(inputs)),
  globalAveragePooling: ({ input: inputs }) => values(sizeOf(inputs)),
  flatten: () => nothing,
};

function convolutionCost(layer: Spec<'convolution'> | Spec<'whitening'>): Work {
  const { size, output } = layer;
  return {
    products: 0,
    convolutions: size * size * channelsOf(layer.input) * sizeOf(output),
    values: sizeOf(output),
  };
}

function channelsOf(shape: Shape): number {
  return shape.at(-1) ?? 1;
}

function values(count: number): Work {
  return { ...nothing, values: count };
}

function times({ products, convolutions, values: count }: Work, factor: number): Work {
  return { products: factor * products, convolutions: factor * convolutions, values: factor * count };
}

function sumOf(costs: readonly Work[]): Work {
  return {
    products: total(costs.map(({ products }) => products)),
    convolutions: total(costs.map(({ convolutions }) => convolutions)),
    values: total(costs.map(({ values: count }) => count)),
  };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
