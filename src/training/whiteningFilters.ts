import { patchWhitening } from '../input/patchWhitening.ts';
import type { WhiteningFilters } from '../model/parameters.ts';
import type { TrainingData } from './stepBatch.ts';

/** Computes whitening layers from the training images, without their labels. */
export function whiteningFiltersOf({ trainingSet, scaling }: TrainingData): WhiteningFilters {
  return ({ size, stride, output, epsilon }) =>
    patchWhitening(trainingSet, scaling, { size, stride, filters: output.at(-1) ?? 0, epsilon });
}
