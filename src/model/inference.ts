import * as tf from '@tensorflow/tfjs-core';
import type { Model } from './model.ts';
import { evaluationMode, type Forward, type Mode, type Tensors } from './operation.ts';

/** One operation of a forward pass with its inputs and results. */
export interface PassedOperation extends Forward {
  readonly inputs: tf.Tensor;
}

/**
 * Runs a forward pass and keeps everything that the backward pass needs, one entry per operation. The last outputs are the
 * logits.
 *
 * @param images `[batch, 3072]`
 */
export function forwardPass(
  images: tf.Tensor2D,
  { operations }: Pick<Model, 'operations'>,
  parameters: Tensors,
  mode: Mode,
): readonly PassedOperation[] {
  let inputs: tf.Tensor = images;
  return operations.map((operation) => {
    const passed = { inputs, ...operation.forward(inputs, parameters, mode) };
    inputs = passed.outputs;
    return passed;
  });
}

/** The logits `[batch, 10]` of a forward pass. */
export function logitsOf(pass: readonly PassedOperation[]): tf.Tensor2D {
  const logits = pass.at(-1)?.outputs;
  if (logits?.rank !== 2) throw new RangeError('a network ends with a layer that gives a logit a class');
  return logits as tf.Tensor2D;
}

/** From images `[batch, 3072]` to the logits `[batch, 10]`, without dropout (the article's `inference()`). */
export function inference(images: tf.Tensor2D, model: Model, parameters: Tensors): tf.Tensor2D {
  return tf.tidy(() => logitsOf(forwardPass(images, model, parameters, evaluationMode)));
}
