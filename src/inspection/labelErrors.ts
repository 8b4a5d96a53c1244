import { classNames } from '../data/cifar10.ts';
import { type Prediction, predictionAt, probabilitiesAt } from './mistakes.ts';
import type { Predictions } from './predictions.ts';

/** Images whose label may be wrong. */
export interface SuspectedLabels {
  readonly count: number;
  /** The most suspicious first. */
  readonly predictions: readonly Prediction[];
}

/**
 * Images that the network takes for another class at least as confidently as it usually takes images of that class for what they
 * are. The most suspicious have the largest difference between the two probabilities. Only images that the network was not trained
 * on can tell: it may have learned wrong labels by heart. Northcutt, Jiang and Chuang, "Confident learning" (2021): the
 * off-diagonal of the confident joint, ranked by normalized margin.
 */
export function suspectedLabels(predictions: Predictions, maxCount: number): SuspectedLabels {
  const usual = usualProbabilities(predictions);
  const suspects = [...predictions.labels].flatMap((label, row) => {
    const ofImage = probabilitiesAt(predictions, row);
    const found = confidentClass(ofImage, usual);
    if (found === null || found === label) return [];
    return [{ row, margin: (ofImage[found] ?? 0) - (ofImage[label] ?? 0) }];
  });
  return {
    count: suspects.length,
    predictions: suspects
      .sort((a, b) => b.margin - a.margin)
      .slice(0, maxCount)
      .map(({ row }) => predictionAt(predictions, row)),
  };
}

/** [10]: the mean probability of each class over the images that are labelled so. */
function usualProbabilities(predictions: Predictions): number[] {
  const sums = classNames.map(() => ({ sum: 0, images: 0 }));
  predictions.labels.forEach((label, row) => {
    const total = sums[label];
    if (!total) return;
    total.sum += probabilitiesAt(predictions, row)[label] ?? 0;
    total.images += 1;
  });
  // A class without images is never found.
  return sums.map(({ sum, images }) => (images === 0 ? Number.POSITIVE_INFINITY : sum / images));
}

/** The most probable of the classes whose probability is at least what is usual for them; null where there is none. */
function confidentClass(probabilities: Float32Array, usual: readonly number[]): number | null {
  let found: number | null = null;
  probabilities.forEach((probability, other) => {
    if (probability < (usual[other] ?? 0)) return;
    if (found === null || probability > (probabilities[found] ?? 0)) found = other;
  });
  return found;
}
