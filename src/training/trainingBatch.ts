import * as tf from '@tensorflow/tfjs-core';
import { centredPictures } from '../backend/fusedOperations.ts';
import { classNames } from '../data/cifar10.ts';
import { type ImageSet, labelAt, pictureAt } from './imageSet.ts';

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
  const pictures = Array.from(indices, (index) => pictureAt(imageSet, index));
  const oneHot = new Float32Array(indices.length * classNames.length);
  indices.forEach((index, row) => {
    oneHot[row * classNames.length + labelAt(imageSet, index)] = 1;
  });
  return {
    images: centredPictures(pictures, pixelMean),
    labels: tf.tensor2d(oneHot, [indices.length, classNames.length]),
  };
}
