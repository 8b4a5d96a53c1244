import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { startWasm } from '../../backend/wasm/startWasm.ts';
import { imagePixels } from '../../data/cifar10.ts';
import { pictureInputs } from '../../input/pictureInputs.ts';
import { inference } from '../../model/inference.ts';
import type { SmallNetwork } from '../../smallNetwork/openSmallNetwork.ts';

/** One thread: a picture takes a few milliseconds. Plain JavaScript, where the browser has no SIMD, takes some ten times as long. */
export async function startSmallBackend(): Promise<void> {
  tf.enableProdMode();
  try {
    await startWasm(1);
    if (await tf.setBackend('wasm')) return;
  } catch {
    // The backend below is slower, and always there.
  }
  await tf.setBackend('cpu');
}

/**
 * @param pixels [3072], as in the official records
 * @returns [10]: the probability of each class
 */
export async function classify(
  pixels: Uint8Array,
  { model, parameters, inputs }: SmallNetwork,
): Promise<number[]> {
  const probabilities = tf.tidy(() => {
    const images = tf.tensor2d(pictureInputs(pixels, inputs), [1, imagePixels]);
    return tf.softmax(inference(images, model, parameters));
  });
  try {
    return [...(await probabilities.data<'float32'>())];
  } finally {
    probabilities.dispose();
  }
}
