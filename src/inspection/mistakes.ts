import { classNames } from '../data/cifar10.ts';
import { confidenceAt } from './calibration.ts';
import type { Predictions } from './predictions.ts';

/** A network's prediction for one image. */
export interface Prediction {
  /** Index of the image in its set. */
  readonly image: number;
  /** The true class. */
  readonly label: number;
  readonly predicted: number;
  /** [10]: they add up to 1 */
  readonly probabilities: readonly number[];
}

/** The images of a class `label` that were classified as `predicted`, the most confident predictions first. */
export function predictionsInCell(
  predictions: Predictions,
  label: number,
  predicted: number,
  maxCount: number,
): Prediction[] {
  const { labels, predicted: classes } = predictions;
  return mostConfident(predictions, (row) => labels[row] === label && classes[row] === predicted, maxCount);
}

/** The wrong predictions with the highest probability; of equal ones, the earlier images. */
export function mostConfidentMistakes(predictions: Predictions, maxCount: number): Prediction[] {
  const { labels, predicted } = predictions;
  return mostConfident(predictions, (row) => labels[row] !== predicted[row], maxCount);
}

function mostConfident(
  predictions: Predictions,
  isWanted: (row: number) => boolean,
  maxCount: number,
): Prediction[] {
  return [...predictions.labels.keys()]
    .filter(isWanted)
    .sort((a, b) => confidenceAt(predictions, b) - confidenceAt(predictions, a))
    .slice(0, maxCount)
    .map((row) => predictionAt(predictions, row));
}

/** @param row of the predictions */
export function predictionAt(predictions: Predictions, row: number): Prediction {
  const { first, labels, predicted } = predictions;
  return {
    image: first + row,
    label: labels[row] ?? 0,
    predicted: predicted[row] ?? 0,
    probabilities: [...probabilitiesAt(predictions, row)],
  };
}

/** [10], not a copy */
export function probabilitiesAt({ probabilities }: Predictions, row: number): Float32Array {
  const start = row * classNames.length;
  return probabilities.subarray(start, start + classNames.length);
}
