import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import type { ImageSet } from '../data/imageSet.ts';
import type { InputScaling } from '../input/inputScaling.ts';
import { augmented, type StepPictures } from './augmentation.ts';
import { type Batch, picturesAt, tensorsOf } from './batch.ts';

/** The images to train on. */
export interface TrainingData {
  readonly trainingSet: ImageSet;
  readonly scaling: InputScaling;
}

/** The batch of a step: the seed, the step and the epoch determine every random draw. */
export function stepBatch(
  { trainingSet, scaling }: TrainingData,
  step: StepPictures,
  hyperparameters: Hyperparameters,
): Batch {
  const { indices } = step;
  const pictures = augmented(picturesAt(trainingSet, indices), hyperparameters, step, scaling.offset);
  return tensorsOf(trainingSet, indices, pictures, scaling, hyperparameters.labelSmoothing);
}
