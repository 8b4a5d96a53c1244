import * as tf from '@tensorflow/tfjs-core';
import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import type { ImageSet } from '../data/imageSet.ts';
import type { InputScaling } from '../input/inputScaling.ts';
import type { DenseLayer } from '../model/network.ts';
import { augmented } from './augmentation.ts';
import { type Batch, picturesAt, tensorsOf } from './batch.ts';
import { dropoutMasks } from './dropoutMasks.ts';

/** What is trained on. */
export interface TrainingData {
  readonly trainingSet: ImageSet;
  readonly scaling: InputScaling;
}

/** Where a run stands: what decides a step's random draws. */
export interface StepPlace {
  readonly hyperparameters: Hyperparameters;
  readonly layers: readonly DenseLayer[];
  /** Completed steps. */
  readonly step: number;
}

/** All that a step works on, beside the parameters. */
export type StepInputs = {
  readonly batch: Batch;
  /** `[batch, units]` for each hidden layer; none where nothing is dropped. */
  readonly masks: tf.Tensor2D[];
};

/** The pictures at `indices` as the run's next step sees them: the run's seed and step decide every random draw. */
export function stepInputs(
  { hyperparameters, layers, step }: StepPlace,
  { trainingSet, scaling }: TrainingData,
  indices: Uint32Array,
): StepInputs {
  const { dropout, seed } = hyperparameters;
  const pictures = augmented(picturesAt(trainingSet, indices), hyperparameters, step, scaling.offset);
  return {
    batch: tensorsOf(trainingSet, indices, pictures, scaling),
    masks: dropoutMasks(layers, indices.length, dropout, seed, step),
  };
}

export function disposeInputs({ batch, masks }: StepInputs): void {
  tf.dispose([batch.images, batch.labels, ...masks]);
}
