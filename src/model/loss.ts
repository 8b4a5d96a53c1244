import * as tf from '@tensorflow/tfjs-core';
import { fused } from '../backend/fusedOperations.ts';
import type { Model } from './model.ts';
import { matrixNamed, type Tensors } from './operation.ts';

/** Scalars: `loss = crossEntropy + l2Penalty`. */
export type Loss = {
  readonly loss: tf.Scalar;
  readonly crossEntropy: tf.Scalar;
  readonly l2Penalty: tf.Scalar;
};

/**
 * The mean softmax cross-entropy of the logits `[batch, 10]` against one-hot labels `[batch, 10]`, plus
 * `regConstant · Σ w²/2` over all weights, not the biases (the article's `loss()`).
 */
export function loss(
  logits: tf.Tensor2D,
  oneHotLabels: tf.Tensor2D,
  { weightNames }: Pick<Model, 'weightNames'>,
  parameters: Tensors,
  regConstant: number,
): Loss {
  return tf.tidy(() => {
    const crossEntropy = fused().meanCrossEntropy(logits, oneHotLabels);
    const squares = weightNames.map((name) => fused().squareSum(matrixNamed(parameters, name)));
    const l2Penalty: tf.Scalar = tf.mul(tf.addN(squares), regConstant / 2);
    return { loss: tf.add<tf.Scalar>(crossEntropy, l2Penalty), crossEntropy, l2Penalty };
  });
}
