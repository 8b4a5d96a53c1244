import * as tf from '@tensorflow/tfjs-core';
import { classNames, imagePixels } from '../data/cifar10.ts';
import { fillBatch, type ImageSet } from './imageSet.ts';

export type TrainingBatch = {
  /** [batch, 3072], pixels minus the pixel mean */
  readonly images: tf.Tensor2D;
  /** [batch, 10], one-hot */
  readonly labels: tf.Tensor2D;
};

/**
 * Puts the pictures at `indices` on the backend.
 *
 * @param pixelMean [3072]
 */
export function batchTensors(
  imageSet: ImageSet,
  indices: Uint32Array,
  pixelMean: Float32Array,
): TrainingBatch {
  const images = new Float32Array(indices.length * imagePixels);
  const labels = new Float32Array(indices.length * classNames.length);
  fillBatch(imageSet, indices, pixelMean, images, labels);
  return {
    images: tf.tensor2d(images, [indices.length, imagePixels]),
    labels: tf.tensor2d(labels, [indices.length, classNames.length]),
  };
}
