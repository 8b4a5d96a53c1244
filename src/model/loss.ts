import * as tf from '@tensorflow/tfjs-core';
import { meanCrossEntropy, squareSum } from '../backend/fusedOperations.ts';
import type { Parameters } from './network.ts';

/** Scalars: `loss = crossEntropy + l2Penalty`. */
export type Loss = {
  readonly loss: tf.Scalar;
  readonly crossEntropy: tf.Scalar;
  readonly l2Penalty: tf.Scalar;
};

/**
 * The mean softmax cross-entropy of the logits `[batch, 10]` against one-hot labels `[batch, 10]`, plus
 * `regConstant · Σ w²/2` over all weight matrices, not the biases (the article's `loss()`).
 */
export function loss(
  logits: tf.Tensor2D,
  oneHotLabels: tf.Tensor2D,
  parameters: Parameters,
  regConstant: number,
): Loss {
  return tf.tidy(() => {
    const crossEntropy = meanCrossEntropy(logits, oneHotLabels);
    const l2Penalty = weightPenalty(parameters, regConstant);
    return { loss: tf.add<tf.Scalar>(crossEntropy, l2Penalty), crossEntropy, l2Penalty };
  });
}

function weightPenalty(parameters: Parameters, regConstant: number): tf.Scalar {
  return tf.mul(tf.addN(parameters.map(({ weights }) => squareSum(weights))), regConstant / 2);
}
