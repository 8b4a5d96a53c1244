import type * as tf from '@tensorflow/tfjs-core';
import type { Convolution } from '../backend/convolutionOperations.ts';
import { fused } from '../backend/fusedOperations.ts';
import type { LayerSpec, Spec } from '../network/specification.ts';
import { asImages, asVector, type Operation, type Tensors, tensorNamed } from './operation.ts';

/** Layers behind a convolution that a backend computes together with it, in either order: ReLU and max pooling of 2 × 2. */
export interface Followers {
  readonly relu: Spec<'relu'> | null;
  readonly pooling: Spec<'maxPooling'> | null;
  /** Both, in the network's order. */
  readonly layers: readonly LayerSpec[];
}

/**
 * A convolution, trained or frozen, fused with its followers. ReLU and max pooling can be exchanged: the largest value is the
 * largest before and after ReLU.
 */
export function convolutionOperation(
  layer: Spec<'convolution'> | Spec<'whitening'>,
  { relu, pooling, layers }: Followers,
): Operation {
  const filtersName = `${layer.name}/filters`;
  const biasesName = `${layer.name}/biases`;
  const isTrained = layer.kind === 'convolution';
  const hasBiases = isTrained && layer.hasBiases;
  const convolution: Convolution = {
    stride: layer.stride,
    padding: layer.padding,
    isPooled: pooling !== null,
    isRectified: relu !== null,
  };
  return {
    layers: [layer, ...layers],

    forward(inputs, arrays) {
      const biases = hasBiases ? asVector(tensorNamed(arrays, biasesName)) : null;
      return fused().convolve(asImages(inputs), filtersOf(arrays, filtersName), biases, convolution);
    },

    backward({ inputs, outputs, kept, byOutputs, wantsInputs }, arrays) {
      const { byInputs, byFilters, byBiases } = fused().convolutionGradients(
        { inputs: asImages(inputs), outputs: asImages(outputs), kept, byOutputs: asImages(byOutputs) },
        filtersOf(arrays, filtersName),
        convolution,
        { inputs: wantsInputs, filters: isTrained, biases: hasBiases },
      );
      return {
        byInputs,
        byArrays: {
          ...(byFilters ? { [filtersName]: byFilters } : {}),
          ...(byBiases ? { [biasesName]: byBiases } : {}),
        },
      };
    },
  };
}

/** [size, size, channels, filters]: the same rank as images. */
function filtersOf(arrays: Tensors, name: string): tf.Tensor4D {
  return asImages(tensorNamed(arrays, name));
}
