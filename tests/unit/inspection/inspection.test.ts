import { describe, expect, it } from 'vitest';
import {
  accuracyOf,
  cellAt,
  classQualities,
  confusionMatrixOf,
  differenceOf,
} from '../../../src/inspection/confusionMatrix.ts';
import { mostConfidentMistakes, predictionsInCell } from '../../../src/inspection/mistakes.ts';
import type { Predictions } from '../../../src/inspection/predictions.ts';

/** Images as [true class, predicted class, its probability]; the rest is shared by the other nine classes. */
function predictionsOf(...images: [number, number, number][]): Predictions {
  const probabilities = images.flatMap(([, predicted, sureness]) =>
    Array.from({ length: 10 }, (_, label) => (label === predicted ? sureness : (1 - sureness) / 9)),
  );
  return {
    first: 45_000,
    labels: Uint8Array.from(images, ([label]) => label),
    predicted: Uint8Array.from(images, ([, predicted]) => predicted),
    probabilities: Float32Array.from(probabilities),
  };
}

const cat = 3;
const dog = 5;
const predictions = predictionsOf(
  [cat, cat, 0.5],
  [cat, dog, 0.75],
  [cat, dog, 1],
  [dog, dog, 1],
  [dog, cat, 0.75],
);

describe('a confusion matrix', () => {
  const matrix = confusionMatrixOf(predictions);

  it('counts each image in the row of its true class and the column of the predicted one', () => {
    expect(cellAt(matrix, cat, cat)).toBe(1);
    expect(cellAt(matrix, cat, dog)).toBe(2);
    expect(cellAt(matrix, dog, cat)).toBe(1);
    expect(matrix.counts.reduce((sum, count) => sum + count, 0)).toBe(5);
  });

  it('has the accuracy on its diagonal', () => {
    expect(accuracyOf(matrix)).toBe(2 / 5);
  });

  it('gives each class its precision down the column and its recall along the row', () => {
    const qualities = classQualities(matrix);
    expect(qualities[cat]).toEqual({ images: 3, precision: 1 / 2, recall: 1 / 3 });
    expect(qualities[dog]).toEqual({ images: 2, precision: 1 / 3, recall: 1 / 2 });
  });

  it('says nothing of a class that has no image and was never predicted', () => {
    expect(classQualities(matrix)[0]).toEqual({ images: 0, precision: null, recall: null });
  });

  it('differs from a later one by how many more images are in each of its cells', () => {
    const later = confusionMatrixOf(predictionsOf([cat, cat, 1], [cat, cat, 1], [cat, dog, 1]));
    const difference = differenceOf(matrix, later);
    expect(difference[10 * cat + cat]).toBe(1);
    expect(difference[10 * cat + dog]).toBe(-1);
    expect(difference[10 * dog + dog]).toBe(-1);
    expect(difference[0]).toBe(0);
  });
});

describe('mistakes', () => {
  it('come surest first, and of equally sure ones the earlier image first', () => {
    expect(mostConfidentMistakes(predictions, 12).map(({ image }) => image)).toEqual([
      45_002, 45_001, 45_004,
    ]);
    expect(mostConfidentMistakes(predictions, 1)).toMatchObject([
      { image: 45_002, label: cat, predicted: dog },
    ]);
  });

  it('are found by their cell, with all ten probabilities', () => {
    const [surest, other] = predictionsInCell(predictions, cat, dog, 24);
    expect([surest?.image, other?.image]).toEqual([45_002, 45_001]);
    expect(other?.probabilities).toHaveLength(10);
    expect(other?.probabilities[dog]).toBe(0.75);
  });
});
