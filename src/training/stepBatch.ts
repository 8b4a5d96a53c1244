import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import type { ImageSet } from '../data/imageSet.ts';
import type { InputScaling } from '../input/inputScaling.ts';
import { augmented } from './augmentation.ts';
import { type Batch, picturesAt, tensorsOf } from './batch.ts';

/** What is trained on. */
export interface TrainingData {
  readonly trainingSet: ImageSet;
  readonly scaling: InputScaling;
}

/** The pictures at `indices` as step `step` (0 is the first) sees them: the seed and the step decide every random draw. */
export function stepBatch(
  { trainingSet, scaling }: TrainingData,
  indices: Uint32Array,
  hyperparameters: Hyperparameters,
  step: number,
): Batch {
  const pictures = augmented(picturesAt(trainingSet, indices), hyperparameters, step, scaling.offset);
  return tensorsOf(trainingSet, indices, pictures, scaling);
}
