import * as tf from '@tensorflow/tfjs-core';
import { fused } from '../backend/fusedOperations.ts';
import { type ByKind, byKind, type LayerSpec, type Spec } from '../network/specification.ts';
import { convolutionOperation, type Followers } from './convolutionOperation.ts';
import { denseOperation } from './denseOperation.ts';
import { normalizationOperation } from './normalizationOperation.ts';
import { asRows, type Operation } from './operation.ts';
import {
  averagePoolingOperation,
  globalAveragePoolingOperation,
  globalMaxPoolingOperation,
  maxPoolingOperation,
  reshapingOperation,
  withoutArrays,
} from './poolingOperations.ts';

const alone: Followers = { relu: null, pooling: null, layers: [] };

/** The operation for a single layer of each kind. */
const operationOf: ByKind<Operation> = {
  dense: (layer) => denseOperation(layer, null, null),

  relu: (layer) => ({
    layers: [layer],
    forward: (inputs) => ({ outputs: tf.relu(inputs), kept: [] }),
    backward: withoutArrays(({ outputs, byOutputs }) => fused().keepWherePositive(byOutputs, outputs)),
  }),

  gelu: (layer) => ({
    layers: [layer],
    forward: (inputs) => ({ outputs: fused().gelu(inputs), kept: [] }),
    backward: withoutArrays(({ inputs, byOutputs }) => fused().geluGradient(inputs, byOutputs)),
  }),

  dropout: (layer) => ({
    layers: [layer],
    forward(inputs, _, mode) {
      if (mode.kind === 'evaluation') return { outputs: inputs, kept: [] };
      const mask = mode.dropoutMask(layer, inputs.shape[0] ?? 0);
      return { outputs: fused().multiply(inputs, mask), kept: [mask] };
    },
    backward: withoutArrays(({ kept: [mask], byOutputs }) =>
      mask ? fused().multiply(byOutputs, mask) : byOutputs,
    ),
  }),

  image: (layer) => {
    const [side = 1, , channels = 1] = layer.output;
    return {
      layers: [layer],
      forward: (inputs) => ({ outputs: fused().channelsLast(asRows(inputs), side, channels), kept: [] }),
      backward: withoutArrays(({ inputs, byOutputs }) =>
        tf.reshape(tf.transpose(byOutputs, [0, 3, 1, 2]), inputs.shape),
      ),
    };
  },

  convolution: (layer) => convolutionOperation(layer, alone),
  whitening: (layer) => convolutionOperation(layer, alone),
  batchNormalization: (layer) => normalizationOperation(layer, null),
  maxPooling: maxPoolingOperation,
  averagePooling: averagePoolingOperation,
  globalMaxPooling: globalMaxPoolingOperation,
  globalAveragePooling: globalAveragePoolingOperation,
  flatten: reshapingOperation,
};

/** The operations that compute these layers, in order. Layers that a backend can fuse are one operation. */
export function operationsOf(layers: readonly LayerSpec[]): readonly Operation[] {
  const operations: Operation[] = [];
  for (let rest = layers; rest.length > 0; ) {
    const operation = firstOperation(rest);
    operations.push(operation);
    rest = rest.slice(operation.layers.length);
  }
  return operations;
}

function firstOperation([first, second, third]: readonly LayerSpec[]): Operation {
  if (!first) throw new RangeError('a network has at least one layer');
  if (first.kind === 'dense' && second?.kind === 'relu') {
    return denseOperation(first, second, third?.kind === 'dropout' ? third : null);
  }
  if (first.kind === 'convolution' || first.kind === 'whitening') {
    return convolutionOperation(first, followersOf(second, third));
  }
  if (first.kind === 'batchNormalization' && (second?.kind === 'relu' || second?.kind === 'gelu')) {
    return normalizationOperation(first, second);
  }
  return byKind(operationOf, first);
}

/** What of the next two layers can be fused with a convolution. */
function followersOf(second: LayerSpec | undefined, third: LayerSpec | undefined): Followers {
  if (second?.kind === 'relu') {
    const pooling = halvesImages(third) ? third : null;
    return { relu: second, pooling, layers: pooling ? [second, pooling] : [second] };
  }
  if (!halvesImages(second)) return alone;
  const relu = third?.kind === 'relu' ? third : null;
  return { relu, pooling: second, layers: relu ? [second, relu] : [second] };
}

function halvesImages(layer: LayerSpec | undefined): layer is Spec<'maxPooling'> {
  return layer?.kind === 'maxPooling' && layer.size === 2;
}
