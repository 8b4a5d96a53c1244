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
  const passes = passesOver({ images, first, end }, network.model, interruption, (indices) => [
    evaluation(evaluatedLogits(images, indices, network), labelTensor(images, indices)),
  ]);
  let correct = 0;
  for await (const { values } of passes) correct += values[0]?.[0] ?? 0;
  return correct / (end - first);
}

/** What a pass has computed for the images with these indices. */
interface Pass {
  readonly indices: Uint32Array;
  /** Of each tensor, in their order. */
  readonly values: readonly tf.DataTypeMap[tf.NumericDataType][];
}

/**
 * Computes tensors for all images of a range, a forward pass of them at a time, reads them, and disposes of them.
 *
 * @param model whose layers decide how many images a pass has
 * @throws Interrupted
 */
export async function* passesOver(
  range: ImageRange,
  model: Pick<Model, 'layers'>,
  interruption: Interruption,
  compute: (indices: Uint32Array) => readonly tf.Tensor[],
): AsyncGenerator<Pass, void, void> {
  const passes = new Interruptible(interruption);
  for (const indices of batchesOf(range, model)) {
    const startedAt = performance.now();
    const tensors = passes.part(() =>
      tf.tidy(() => {
        const results = [...compute(indices)];
        endIfInterrupted();
        return results;
      }),
    );
    const values = await Promise.all(tensors.map((tensor) => tensor.data<tf.NumericDataType>()));
    tf.dispose(tensors);
    passes.noteTime(performance.now() - startedAt);
    yield { indices, values };
  }
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
