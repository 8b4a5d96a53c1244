import { classNames } from '../data/cifar10.ts';
import type { Predictions } from './predictions.ts';

const classCount = classNames.length;

/** The number of images per true class (rows) and predicted class (columns). */
export interface ConfusionMatrix {
  /** [10, 10], row-major */
  readonly counts: Uint32Array<ArrayBuffer>;
}

/** Counts the predictions; the cells add up to the number of images. */
export function confusionMatrixOf({
  labels,
  predicted,
}: Pick<Predictions, 'labels' | 'predicted'>): ConfusionMatrix {
  const counts = new Uint32Array(classCount * classCount);
  labels.forEach((label, image) => {
    const cell = label * classCount + (predicted[image] ?? 0);
    counts[cell] = (counts[cell] ?? 0) + 1;
  });
  return { counts };
}

export function cellAt({ counts }: ConfusionMatrix, label: number, predicted: number): number {
  return counts[label * classCount + predicted] ?? 0;
}

/** The share on the diagonal, in [0, 1]. */
export function accuracyOf(matrix: ConfusionMatrix): number {
  const all = matrix.counts.reduce((sum, count) => sum + count, 0);
  return sumOver((label) => cellAt(matrix, label, label)) / all;
}

/** How well one class is distinguished from the others. */
export interface ClassQuality {
  /** Images of the class. */
  readonly images: number;
  /** The share of images predicted as this class that belong to it; null where none was predicted. */
  readonly precision: number | null;
  /** The share of images of this class that were predicted correctly; null where there are none. */
  readonly recall: number | null;
}

/** @returns [10], by label */
export function classQualities(matrix: ConfusionMatrix): ClassQuality[] {
  return classNames.map((_, label) => {
    const images = sumOver((predicted) => cellAt(matrix, label, predicted));
    const taken = sumOver((other) => cellAt(matrix, other, label));
    const right = cellAt(matrix, label, label);
    return {
      images,
      precision: taken === 0 ? null : right / taken,
      recall: images === 0 ? null : right / images,
    };
  });
}

/** @returns [10, 10], row-major: how many more images are in each cell of `to` than in that of `from` */
export function differenceOf(from: ConfusionMatrix, to: ConfusionMatrix): Int32Array<ArrayBuffer> {
  return Int32Array.from(to.counts, (count, cell) => count - (from.counts[cell] ?? 0));
}

function sumOver(value: (label: number) => number): number {
  return classNames.reduce((sum, _, label) => sum + value(label), 0);
}
