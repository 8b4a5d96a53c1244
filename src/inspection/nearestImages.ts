import * as tf from '@tensorflow/tfjs-core';
import type { Interruption } from '../backend/interruption.ts';
import { imagePixels } from '../data/cifar10.ts';
import { labelAt } from '../data/imageSet.ts';
import { inference } from '../model/inference.ts';
import { modelOf } from '../model/model.ts';
import { type ImageRange, passesOver } from '../training/accuracy.ts';
import { type EvaluatedNetwork, evaluatedLogits } from '../training/evaluatedNetwork.ts';

/** The images that are most like a picture in the eyes of the layer that the classes are computed from. */
export interface NearestImages {
  /** How many were compared. */
  readonly compared: number;
  /** Whether the network has no hidden layer, so that the pixels themselves were compared. */
  readonly areInputs: boolean;
  /** The nearest first. */
  readonly images: readonly NearImage[];
}

export interface NearImage {
  readonly image: number;
  readonly label: number;
  /** The Euclidean distance of the activations. */
  readonly distance: number;
}

/**
 * Compares the activations of the last hidden layer: what goes into the last one.
 *
 * @param inputs [3072] of the picture, prepared as in training
 * @throws Interrupted
 */
export async function nearestImages(
  inputs: Float32Array,
  range: ImageRange,
  network: EvaluatedNetwork,
  maxImages: number,
  interruption: Interruption,
): Promise<NearestImages> {
  const { model, parameters } = network;
  const hidden = modelOf(model.layers.slice(0, -1));
  const evaluated = { ...network, model: hidden };
  const found: NearImage[] = [];
  const ofPicture = tf.tidy(() => inference(tf.tensor2d(inputs, [1, imagePixels]), hidden, parameters));
  try {
    const passes = passesOver(range, model, interruption, (indices) => {
      const activations = evaluatedLogits(range.images, indices, evaluated);
      return [tf.sum(tf.square(tf.sub(activations, ofPicture)), 1)];
    });
    for await (const { indices, values } of passes) {
      const [squares] = values;
      indices.forEach((image, row) => {
        const distance = Math.sqrt(squares?.[row] ?? 0);
        found.push({ image, label: labelAt(range.images, image), distance });
      });
    }
  } finally {
    ofPicture.dispose();
  }
  return {
    compared: found.length,
    areInputs: hidden.layers.length === 0,
    images: found.sort((a, b) => a.distance - b.distance).slice(0, maxImages),
  };
}
