import * as tf from '@tensorflow/tfjs-core';

/**
 * Resolves when a matrix has been computed, and lets other messages in meanwhile: reading a value waits for everything it depends
 * on.
 */
export async function workDone(matrix: tf.Tensor2D): Promise<void> {
  const corner = tf.slice(matrix, [0, 0], [1, 1]);
  await corner.data();
  corner.dispose();
}
