import * as tf from '@tensorflow/tfjs-core';
import type { LayerSpec, Spec } from '../network/specification.ts';
import { asImages, type Backward, type Operation } from './operation.ts';

export function maxPoolingOperation(layer: Spec<'maxPooling'>): Operation {
  const { size } = layer;
  return {
    layers: [layer],
    forward: (inputs) => ({ outputs: tf.maxPool(asImages(inputs), size, size, 'valid'), kept: [] }),
    backward: withoutArrays(({ inputs, outputs, byOutputs }) =>
      tf
        .engine()
        .runKernel<tf.Tensor>(
          tf.MaxPoolGrad,
          { dy: byOutputs, input: inputs, output: outputs },
          windows(size),
        ),
    ),
  };
}

export function averagePoolingOperation(layer: Spec<'averagePooling'>): Operation {
  const { size } = layer;
  return {
    layers: [layer],
    forward: (inputs) => ({ outputs: tf.avgPool(asImages(inputs), size, size, 'valid'), kept: [] }),
    backward: withoutArrays(({ inputs, byOutputs }) =>
      tf.engine().runKernel<tf.Tensor>(tf.AvgPoolGrad, { dy: byOutputs, input: inputs }, windows(size)),
    ),
  };
}

/** The derivative goes to the largest value; where several are equal, to each a share. */
export function globalMaxPoolingOperation(layer: Spec<'globalMaxPooling'>): Operation {
  return {
    layers: [layer],
    forward: (inputs) => ({ outputs: tf.max(inputs, [1, 2]), kept: [] }),
    backward: withoutArrays(({ inputs, outputs, byOutputs }) => {
      const isLargest = tf.cast(tf.equal(inputs, overImages(outputs)), 'float32');
      return tf.mul(isLargest, overImages(tf.div(byOutputs, tf.sum(isLargest, [1, 2]))));
    }),
  };
}

export function globalAveragePoolingOperation(layer: Spec<'globalAveragePooling'>): Operation {
  const [height = 1, width = 1] = layer.input;
  return {
    layers: [layer],
    forward: (inputs) => ({ outputs: tf.mean(inputs, [1, 2]), kept: [] }),
    backward: withoutArrays(({ inputs, byOutputs }) =>
      tf.mul(tf.onesLike(inputs), overImages(tf.div(byOutputs, height * width))),
    ),
  };
}

/** A layer that only arranges the same values in another shape. */
export function reshapingOperation(layer: LayerSpec): Operation {
  return {
    layers: [layer],
    forward: (inputs) => ({ outputs: tf.reshape(inputs, [-1, ...layer.output]), kept: [] }),
    backward: withoutArrays(({ inputs, byOutputs }) => tf.reshape(byOutputs, inputs.shape)),
  };
}

/** The backward pass of a layer without arrays. */
export function withoutArrays(byInputs: (step: Backward) => tf.Tensor): Operation['backward'] {
  return (step) => ({ byInputs: step.wantsInputs ? byInputs(step) : null, byArrays: {} });
}

/** `[batch, channels]` → `[batch, 1, 1, channels]`, which broadcasts over images. */
function overImages(values: tf.Tensor): tf.Tensor {
  const [batch = 0, channels = 0] = values.shape;
  return tf.reshape(values, [batch, 1, 1, channels]);
}

function windows(size: number) {
  return { filterSize: size, strides: size, pad: 'valid' } as const;
}
