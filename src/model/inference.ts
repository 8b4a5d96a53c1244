import * as tf from '@tensorflow/tfjs-core';
import { multiply } from '../backend/fusedOperations.ts';
import type { DenseLayer, Parameters } from './network.ts';
import { layerAt } from './parameters.ts';

/**
 * The forward pass: from images `[batch, 3072]` to class scores, the logits `[batch, 10]`.
 * Each hidden layer is `relu(inputs · weights + biases)`; the last has no ReLU (the article's `inference()`).
 */
export function inference(
  images: tf.Tensor2D,
  layers: readonly DenseLayer[],
  parameters: Parameters,
): tf.Tensor2D {
  return tf.tidy(() => {
    const outputs = layerOutputs(images, layers, parameters);
    return outputs[outputs.length - 1] ?? images;
  });
}

/**
 * The output `[batch, outputs]` of every layer, which the backward pass needs. The last are the logits.
 *
 * @param masks `[batch, outputs]` of hidden layers from the first on: what their outputs are multiplied by, for dropout
 */
export function layerOutputs(
  images: tf.Tensor2D,
  layers: readonly DenseLayer[],
  parameters: Parameters,
  masks: readonly tf.Tensor2D[] = [],
): tf.Tensor2D[] {
  let inputs = images;
  return layers.map(({ activation }, index) => {
    const { weights, biases } = layerAt(parameters, index);
    const outputs = tf.fused.matMul({ a: inputs, b: weights, bias: biases, activation }) as tf.Tensor2D;
    const mask = masks[index];
    inputs = mask ? multiply(outputs, mask) : outputs;
    return inputs;
  });
}
