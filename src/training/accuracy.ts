import * as tf from '@tensorflow/tfjs-core';
import type { ImageSet } from '../data/imageSet.ts';
import type { InputScaling } from '../input/inputScaling.ts';
import { evaluation } from '../model/evaluation.ts';
import { inference } from '../model/inference.ts';
import type { Model } from '../model/model.ts';
import type { Tensors } from '../model/operation.ts';
import { sizeOf } from '../network/specification.ts';
import { batchTensors } from './batch.ts';

/** Images per forward pass: large enough to keep a backend busy, small enough to stay responsive. */
const maxImagesPerPass = 1_000;
/** The largest output of a layer in a pass, 32 MB: a thousand images of a wide convolution would take ten times as much. */
const maxValuesPerLayer = 8_000_000;

/** A range of images in a set, from `first` (included) to `end` (excluded). */
export interface ImageRange {
  readonly images: ImageSet;
  readonly first: number;
  readonly end: number;
}

export function allOf(images: ImageSet): ImageRange {
  return { images, first: 0, end: images.imageCount };
}

/** The share of these images that the network classifies correctly, in [0, 1]. It is exact, because integer counts are summed. */
export async function accuracyOn(
  { images, first, end }: ImageRange,
  model: Model,
  parameters: Tensors,
  scaling: InputScaling,
): Promise<number> {
  let correct = 0;
  for (const indices of batchesOf({ images, first, end }, model)) {
    correct += await correctCount(images, indices, model, parameters, scaling);
  }
  return correct / (end - first);
}

/** The indices of the images of each forward pass, until all images have been covered. */
export function* batchesOf(
  { first, end }: ImageRange,
  model: Pick<Model, 'layers'>,
): Generator<Uint32Array, void, void> {
  const imagesPerPass = imagesPerPassOf(model);
  for (let start = first; start < end; start += imagesPerPass) {
    const size = Math.min(imagesPerPass, end - start);
    yield Uint32Array.from({ length: size }, (_, row) => start + row);
  }
}

function imagesPerPassOf({ layers }: Pick<Model, 'layers'>): number {
  const largest = Math.max(...layers.map(({ output }) => sizeOf(output)));
  return Math.max(1, Math.min(maxImagesPerPass, Math.floor(maxValuesPerLayer / largest)));
}

async function correctCount(
  images: ImageSet,
  indices: Uint32Array,
  model: Model,
  parameters: Tensors,
  scaling: InputScaling,
): Promise<number> {
  const count = tf.tidy(() => {
    const batch = batchTensors(images, indices, scaling);
    return evaluation(inference(batch.images, model, parameters), batch.labels);
  });
  const [correct = 0] = await count.data();
  count.dispose();
  return correct;
}
