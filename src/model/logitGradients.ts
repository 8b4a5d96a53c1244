import * as tf from '@tensorflow/tfjs-core';
import type { LayerSpec } from '../network/specification.ts';
import { forwardPass, logitsOf, type PassedOperation } from './inference.ts';
import { evaluationMode, type Operation, type Tensors, tensorNamed } from './operation.ts';
import { operationsOf } from './operations.ts';

/** What a layer computes in evaluation, and the derivatives of a logit with respect to that. */
export interface LayerGradient {
  readonly outputs: tf.Tensor;
  /** In the shape of the outputs. */
  readonly byOutputs: tf.Tensor;
}

/** Of one logit for each picture of a batch. */
export interface LogitGradients {
  /** `[batch, 3072]` */
  readonly byImages: tf.Tensor;
  /** In the order of the layers. */
  readonly layers: readonly LayerGradient[];
}

/**
 * The derivatives of a logit, layer by layer, of the network as it is evaluated: without dropout, and with normalization by the
 * running moments, which is linear. To be called within a `tf.tidy`.
 *
 * @param images `[batch, 3072]`
 * @param label which logit
 */
export function logitGradients(
  images: tf.Tensor2D,
  label: number,
  layers: readonly LayerSpec[],
  parameters: Tensors,
): LogitGradients {
  const operations = layers.flatMap((layer) => operationsOf([layer]));
  const pass = forwardPass(images, { operations }, parameters, evaluationMode);
  const [batch, classes] = logitsOf(pass).shape;
  const oneHot = Float32Array.from({ length: batch * classes }, (_, index) =>
    index % classes === label ? 1 : 0,
  );
  let byOutputs: tf.Tensor = tf.tensor2d(oneHot, [batch, classes]);
  const gradients: LayerGradient[] = [];
  for (let index = operations.length - 1; index >= 0; index--) {
    const operation = operations[index];
    const passed = pass[index];
    if (!operation || !passed) throw new RangeError(`the pass has no operation ${index}`);
    gradients.unshift({ outputs: passed.outputs, byOutputs });
    byOutputs = byInputs(operation, passed, byOutputs, parameters);
  }
  return { byImages: byOutputs, layers: gradients };
}

function byInputs(
  operation: Operation,
  passed: PassedOperation,
  byOutputs: tf.Tensor,
  parameters: Tensors,
): tf.Tensor {
  const [layer] = operation.layers;
  // Its own backward pass is that of training, in which the moments depend on the inputs.
  if (layer?.kind === 'batchNormalization') {
    const variance = tensorNamed(parameters, `${layer.name}/variance`);
    return tf.mul(byOutputs, tf.rsqrt(tf.add(variance, layer.epsilon)));
  }
  const derivatives = operation.backward({ ...passed, byOutputs, wantsInputs: true }, parameters);
  if (!derivatives.byInputs) throw new RangeError(`${layer?.name} has no derivative by its inputs`);
  return derivatives.byInputs;
}
