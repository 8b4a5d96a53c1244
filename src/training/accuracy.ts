import * as tf from '@tensorflow/tfjs-core';
import {
  endIfInterrupted,
  Interruptible,
  type Interruption,
  uninterrupted,
} from '../backend/interruption.ts';
import type { ImageSet } from '../data/imageSet.ts';
import { evaluation } from '../model/evaluation.ts';
import type { Model } from '../model/model.ts';
import { imagesPerPass } from '../network/imagesPerPass.ts';
import { labelTensor } from './batch.ts';
import { type EvaluatedNetwork, evaluatedLogits } from './evaluatedNetwork.ts';

/** A range of images in a set, from `first` (included) to `end` (excluded). */
export interface ImageRange {
  readonly images: ImageSet;
  readonly first: number;
  readonly end: number;
}

export function allOf(images: ImageSet): ImageRange {
  return { images, first: 0, end: images.imageCount };
}

/**
 * The share of these images that the network classifies correctly, in [0, 1]. It is exact, because integer counts are summed.
 *
 * @throws Interrupted
 */
export async function accuracyOn(
  { images, first, end }: ImageRange,
  network: EvaluatedNetwork,
  interruption: Interruption = uninterrupted,
): Promise<number> {
  const passes = new Interruptible(interruption);
  let correct = 0;
  for (const indices of batchesOf({ images, first, end }, network.model)) {
    const startedAt = performance.now();
    correct += await correctCount(passes, images, indices, network);
    passes.noteTime(performance.now() - startedAt);
  }
  return correct / (end - first);
}

/** The indices of the images of each forward pass, until all images have been covered. */
export function* batchesOf(
  { first, end }: ImageRange,
  { layers }: Pick<Model, 'layers'>,
): Generator<Uint32Array, void, void> {
  const most = imagesPerPass(layers);
  for (let start = first; start < end; start += most) {
    const size = Math.min(most, end - start);
    yield Uint32Array.from({ length: size }, (_, row) => start + row);
  }
}

async function correctCount(
  passes: Interruptible,
  images: ImageSet,
  indices: Uint32Array,
  network: EvaluatedNetwork,
): Promise<number> {
  const count = passes.part(() =>
    tf.tidy(() => {
      const counted = evaluation(evaluatedLogits(images, indices, network), labelTensor(images, indices));
      endIfInterrupted();
      return counted;
    }),
  );
  const [correct = 0] = await count.data();
  count.dispose();
  return correct;
}
