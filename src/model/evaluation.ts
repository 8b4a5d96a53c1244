import * as tf from '@tensorflow/tfjs-core';

/**
 * The number of correct predictions in a batch: the largest of the logits `[batch, 10]` is that of the one-hot label `[batch,
 * 10]` (the article's `evaluation()`). It is a count rather than a share, so that the sum over several batches is exact.
 *
 * @returns a scalar, a whole number in [0, batch]
 */
export function evaluation(logits: tf.Tensor2D, oneHotLabels: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => {
    const hits = tf.equal(tf.argMax(logits, 1), tf.argMax(oneHotLabels, 1));
    return tf.sum(tf.cast(hits, 'float32'));
  });
}
