import * as tf from '@tensorflow/tfjs-core';

/** Reads the result of `work`, and disposes of it. */
export async function readOnce(work: () => tf.Tensor): Promise<Float32Array> {
  const result = tf.tidy(work);
  const values = await result.data<'float32'>();
  result.dispose();
  return values;
}
