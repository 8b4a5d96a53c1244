import * as tf from '@tensorflow/tfjs-core';
import { fused } from '../backend/fusedOperations.ts';
import { classNames } from '../data/cifar10.ts';
import { type ImageSet, labelAt, pictureAt } from '../data/imageSet.ts';
import type { InputScaling } from '../input/inputScaling.ts';

export type Batch = {
  /** [batch, 3072], scaled */
  readonly images: tf.Tensor2D;
  /** [batch, 10], one-hot or smoothed */
  readonly labels: tf.Tensor2D;
};

/** Puts the pictures at `indices` on the backend. */
export function batchTensors(imageSet: ImageSet, indices: Uint32Array, scaling: InputScaling): Batch {
  return tensorsOf(imageSet, indices, picturesAt(imageSet, indices), scaling);
}

export function picturesAt(imageSet: ImageSet, indices: Uint32Array): Uint8Array[] {
  const pictures: Uint8Array[] = [];
  // By index, because this runs at every step: `from` would allocate an object for each index.
  for (let row = 0; row < indices.length; row++) pictures.push(pictureAt(imageSet, indices[row] as number));
  return pictures;
}

/**
 * @param pictures those at `indices`, augmented or not; [3072] each
 * @param labelSmoothing the share of each label that is spread evenly over all classes, in [0, 1)
 */
export function tensorsOf(
  imageSet: ImageSet,
  indices: Uint32Array,
  pictures: readonly Uint8Array[],
  { offset, scale }: InputScaling,
  labelSmoothing = 0,
): Batch {
  return {
    images: fused().scaledPictures(pictures, offset, scale),
    labels: labelTensor(imageSet, indices, labelSmoothing),
  };
}

/**
 * The labels of the pictures at `indices`, [indices, 10].
 *
 * @param smoothing the share of each label that is spread evenly over all classes, in [0, 1)
 */
export function labelTensor(imageSet: ImageSet, indices: Uint32Array, smoothing = 0): tf.Tensor2D {
  const everyClass = smoothing / classNames.length;
  const labels = new Float32Array(indices.length * classNames.length).fill(everyClass);
  indices.forEach((index, row) => {
    labels[row * classNames.length + labelAt(imageSet, index)] = 1 - smoothing + everyClass;
  });
  return tf.tensor2d(labels, [indices.length, classNames.length]);
}

export function disposeBatch({ images, labels }: Batch): void {
  tf.dispose([images, labels]);
}
