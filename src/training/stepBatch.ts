import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import type { ImageSet } from '../data/imageSet.ts';
import type { InputScaling } from '../input/inputScaling.ts';
import { augmented } from './augmentation.ts';
import { type Batch, picturesAt, tensorsOf } from './batch.ts';

/** The images to train on. */
export interface TrainingData {
  readonly trainingSet: ImageSet;
  readonly scaling: InputScaling;
}

/**
 * The batch of the pictures at `indices` as augmented for step `step` (0 is the first): the seed and the step determine every
 * random draw.
 */
export function stepBatch(
  { trainingSet, scaling }: TrainingData,
  indices: Uint32Array,
  hyperparameters: Hyperparameters,
  step: number,
): Batch {
  const pictures = augmented(picturesAt(trainingSet, indices), hyperparameters, step, scaling.offset);
  return tensorsOf(trainingSet, indices, pictures, scaling);
}
