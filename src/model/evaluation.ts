import * as tf from '@tensorflow/tfjs-core';

/**
 * How many of the batch are classified right: the largest logit `[batch, 10]` is the label's `[batch, 10]`, one-hot
 * (the article's `evaluation()`). A count rather than a share, so that the sum over several batches stays exact.
 *
 * @returns a scalar, a whole number in [0, batch]
 */
export function evaluation(logits: tf.Tensor2D, oneHotLabels: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => {
    const hits = tf.equal(tf.argMax(logits, 1), tf.argMax(oneHotLabels, 1));
    return tf.sum(tf.cast(hits, 'float32'));
  });
}
