import { classNames } from '../data/cifar10.ts';
import type { Predictions } from './predictions.ts';

/** Images whose predictions are about equally confident. */
export interface ConfidenceBin {
  /** Confidences above `from`, up to `to`. */
  readonly from: number;
  readonly to: number;
  readonly images: number;
  /** The mean of the confidences, in [0, 1]. */
  readonly confidence: number;
  /** The share of the images that were predicted correctly. */
  readonly accuracy: number;
}

/** Whether predictions are as often right as they are confident. */
export interface Calibration {
  /** Those with images, ascending. */
  readonly bins: readonly ConfidenceBin[];
  /** The mean of |accuracy − confidence| over the bins, weighted by their images. */
  readonly expectedError: number;
  readonly confidence: number;
  readonly accuracy: number;
}

/** As in the paper, so that errors can be compared with published ones. */
const binCount = 15;

/**
 * The reliability diagram and the expected calibration error. The confidence of a prediction is the probability of the predicted
 * class. Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural networks" (2017), section 2.
 */
export function calibrationOf(predictions: Predictions): Calibration {
  const counts = Array.from({ length: binCount }, emptyCount);
  const all = emptyCount();
  predictions.predicted.forEach((_, row) => {
    const confidence = confidenceAt(predictions, row);
    // Bins exclude their lower end.
    const bin = Math.min(binCount - 1, Math.max(0, Math.ceil(confidence * binCount) - 1));
    for (const count of [counts[bin], all]) if (count) add(count, predictions, row, confidence);
  });
  const bins = counts
    .map((count, bin) => ({ from: bin / binCount, to: (bin + 1) / binCount, ...meansOf(count) }))
    .filter(({ images }) => images > 0);
  const { confidence, accuracy } = meansOf(all);
  return { bins, expectedError: errorOf(bins), confidence, accuracy };
}

/** How confident a network is of one class, and how often it is right. */
export interface ClassCalibration {
  /** Images that were predicted as this class. */
  readonly images: number;
  readonly confidence: number;
  readonly accuracy: number;
}

/** @returns [10], by predicted class; null for a class that was never predicted */
export function calibrationByClass(predictions: Predictions): (ClassCalibration | null)[] {
  const counts = classNames.map(emptyCount);
  predictions.predicted.forEach((predicted, row) => {
    const count = counts[predicted];
    if (count) add(count, predictions, row, confidenceAt(predictions, row));
  });
  return counts.map((count) => (count.images === 0 ? null : meansOf(count)));
}

/** The probability of the predicted class. */
export function confidenceAt({ predicted, probabilities }: Predictions, row: number): number {
  return probabilities[row * classNames.length + (predicted[row] ?? 0)] ?? 0;
}

interface Count {
  images: number;
  confidences: number;
  right: number;
}

function emptyCount(): Count {
  return { images: 0, confidences: 0, right: 0 };
}

function add(count: Count, { labels, predicted }: Predictions, row: number, confidence: number): void {
  count.images += 1;
  count.confidences += confidence;
  if (labels[row] === predicted[row]) count.right += 1;
}

function meansOf({ images, confidences, right }: Count): ClassCalibration {
  return { images, confidence: confidences / images, accuracy: right / images };
}

function errorOf(bins: readonly ConfidenceBin[]): number {
  const images = bins.reduce((sum, bin) => sum + bin.images, 0);
  return bins.reduce((sum, bin) => sum + (bin.images / images) * Math.abs(bin.accuracy - bin.confidence), 0);
}
