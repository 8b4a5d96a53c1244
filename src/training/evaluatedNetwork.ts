import * as tf from '@tensorflow/tfjs-core';
import { fused } from '../backend/fusedOperations.ts';
import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import type { ImageSet } from '../data/imageSet.ts';
import type { InputScaling } from '../input/inputScaling.ts';
import { inference } from '../model/inference.ts';
import type { Model } from '../model/model.ts';
import type { Tensors } from '../model/operation.ts';
import { mirrored } from './augmentation.ts';
import { picturesAt } from './batch.ts';

/** A network to evaluate, and how. */
export interface EvaluatedNetwork {
  readonly model: Model;
  readonly parameters: Tensors;
  readonly scaling: InputScaling;
  readonly views: Hyperparameters['views'];
}

/** The logits `[indices, 10]` of these images, averaged over the network's views of each. */
export function evaluatedLogits(
  images: ImageSet,
  indices: Uint32Array,
  { model, parameters, scaling, views }: EvaluatedNetwork,
): tf.Tensor2D {
  const { offset, scale } = scaling;
  const logitsOf = (pictures: readonly Uint8Array[]) =>
    inference(fused().scaledPictures(pictures, offset, scale), model, parameters);
  return tf.tidy(() => {
    const pictures = picturesAt(images, indices);
    if (views === 'one') return logitsOf(pictures);
    return tf.mul(tf.add<tf.Tensor2D>(logitsOf(pictures), logitsOf(pictures.map(mirrored))), 0.5);
  });
}
