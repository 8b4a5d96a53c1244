import * as tf from '@tensorflow/tfjs-core';
import { endIfInterrupted } from '../backend/interruption.ts';
import type { Model } from './model.ts';
import { asRows, evaluationMode, type Forward, type Mode, type Tensors } from './operation.ts';

/** One operation of a forward pass with its inputs and results. */
export interface PassedOperation extends Forward {
  readonly inputs: tf.Tensor;
}

/**
 * Runs a forward pass and keeps everything that the backward pass needs, one entry per operation. The last outputs are the
 * logits.
 *
 * @param images `[batch, 3072]`
 * @throws Interrupted
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
    endIfInterrupted();
    inputs = passed.outputs;
    return passed;
  });
}

/** The logits `[batch, 10]` of a forward pass. */
export function logitsOf(pass: readonly PassedOperation[]): tf.Tensor2D {
  const last = pass.at(-1);
  if (!last) throw new RangeError('a network has at least one layer');
  return asRows(last.outputs);
}

/**
 * From images `[batch, 3072]` to the logits `[batch, 10]`, without dropout (the article's `inference()`).
 *
 * @throws Interrupted
 */
export function inference(images: tf.Tensor2D, model: Model, parameters: Tensors): tf.Tensor2D {
  return tf.tidy(() => {
    let inputs: tf.Tensor = images;
    for (const operation of model.operations) {
      const outputs = tf.tidy(() => operation.forward(inputs, parameters, evaluationMode).outputs);
      endIfInterrupted();
      // At once, because the feature maps of all layers together may not fit.
      if (inputs !== images && inputs !== outputs) inputs.dispose();
      inputs = outputs;
    }
    return asRows(inputs);
  });
}
