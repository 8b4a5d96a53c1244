import { classNames } from '../data/cifar10.ts';
import type { Predictions } from './predictions.ts';

/** What a network says of one image. */
export interface Prediction {
  /** Place of the image in its set. */
  readonly image: number;
  /** The true class. */
  readonly label: number;
  readonly predicted: number;
  /** [10]: they add up to 1 */
  readonly probabilities: readonly number[];
}

/** The images of one class that were taken for another, or for their own: those that it was surest of first. */
export function predictionsInCell(
  predictions: Predictions,
  label: number,
  predicted: number,
  most: number,
): Prediction[] {
  const { labels, predicted: classes } = predictions;
  return surest(predictions, (row) => labels[row] === label && classes[row] === predicted, most);
}

/** The wrong predictions that the network gave the highest probability; of equal ones, the earlier images. */
export function surestMistakes(predictions: Predictions, most: number): Prediction[] {
  const { labels, predicted } = predictions;
  return surest(predictions, (row) => labels[row] !== predicted[row], most);
}

function surest(predictions: Predictions, isWanted: (row: number) => boolean, most: number): Prediction[] {
  const { labels, predicted, probabilities } = predictions;
  const sureness = (row: number) => probabilities[row * classNames.length + (predicted[row] ?? 0)] ?? 0;
  return [...labels.keys()]
    .filter(isWanted)
    .sort((a, b) => sureness(b) - sureness(a))
    .slice(0, most)
    .map((row) => predictionAt(predictions, row));
}

function predictionAt({ first, labels, predicted, probabilities }: Predictions, row: number): Prediction {
  const start = row * classNames.length;
  return {
    image: first + row,
    label: labels[row] ?? 0,
    predicted: predicted[row] ?? 0,
    probabilities: [...probabilities.subarray(start, start + classNames.length)],
  };
}
