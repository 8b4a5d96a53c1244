import { describe, expect, it } from 'vitest';
import { calibrationByClass, calibrationOf } from '../../../src/inspection/calibration.ts';
import { energyScore, rankAmong } from '../../../src/inspection/energyScore.ts';
import { suspectedLabels } from '../../../src/inspection/labelErrors.ts';
import type { Predictions } from '../../../src/inspection/predictions.ts';
import { calibrationText, excessText } from '../../../src/ui/words/calibration.ts';
import { noneOfTheseText } from '../../../src/ui/words/energyScores.ts';
import reference from '../../reference/calibration.json' with { type: 'json' };

/* Against an independent float64 implementation: tests/reference/make_calibration_reference.py */

const first = 1_000;

function softmax(logits: readonly number[]): number[] {
  const shares = logits.map(Math.exp);
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}

const predictions: Predictions = {
  first,
  labels: Uint8Array.from(reference.labels),
  predicted: Uint8Array.from(reference.logits, (logits) => logits.indexOf(Math.max(...logits))),
  probabilities: Float32Array.from(reference.logits.flatMap(softmax)),
};

/** Images of one class that are all predicted as it, with this confidence; `right` of them correctly. */
function equallyConfident(confidence: number, right: number, images: number): Predictions {
  const other = (1 - confidence) / 9;
  return {
    first: 0,
    labels: Uint8Array.from({ length: images }, (_, row) => (row < right ? 3 : 5)),
    predicted: new Uint8Array(images).fill(3),
    probabilities: Float32Array.from({ length: 10 * images }, (_, place) =>
      place % 10 === 3 ? confidence : other,
    ),
  };
}

describe('calibration', () => {
  it('has the bins and the expected error of the reference', () => {
    const { bins, ...whole } = calibrationOf(predictions);
    const { bins: expectedBins, ...expectedWhole } = reference.calibration;
    expect(bins).toHaveLength(expectedBins.length);
    for (const [place, bin] of bins.entries()) expectClose(bin, expectedBins[place]);
    expectClose(whole, expectedWhole);
  });

  it('by predicted class is that of the reference', () => {
    const found = calibrationByClass(predictions);
    for (const [label, expected] of reference.classes.entries()) {
      const { images, confidence, accuracy } = found[label] ?? { images: 0, confidence: 0, accuracy: 0 };
      expectClose([images, confidence, accuracy], expected);
    }
  });

  it('says nothing of a class that was never predicted', () => {
    const found = calibrationByClass(equallyConfident(0.8, 8, 10));
    expect(found.filter((ofClass) => ofClass !== null)).toHaveLength(1);
  });

  it('is perfect where as many are right as is said, and counts a certain prediction into the last bin', () => {
    expect(calibrationOf(equallyConfident(0.75, 75, 100)).expectedError).toBeCloseTo(0, 7);
    expect(calibrationOf(equallyConfident(1, 10, 10)).bins).toMatchObject([
      { to: 1, images: 10, accuracy: 1 },
    ]);
  });

  it('is told as over- or underconfidence, with its error', () => {
    const textOf = (right: number) => calibrationText(calibrationOf(equallyConfident(0.75, right, 100)));
    expect(textOf(60)).toBe(
      'The network’s mean confidence is 0.750, and its accuracy 0.600: it is overconfident, and wrong more often than it says. The expected calibration error is 0.150.',
    );
    expect(textOf(90)).toContain('it is underconfident');
    expect(textOf(75)).toContain('can be taken at their word');
    expect([excessText(0.75, 0.6), excessText(0.6, 0.75), excessText(0.7501, 0.75)]).toEqual([
      '+0.15',
      '−0.15',
      '0.00',
    ]);
  });
});

describe('suspected labels', () => {
  it('are those of the reference, in its order', () => {
    const { count, predictions: shown } = suspectedLabels(predictions, 30);
    expect(count).toBe(reference.suspected.length);
    expect(shown.map(({ image }) => image - first)).toEqual(reference.suspected.slice(0, 30));
  });

  it('are none where every image is taken for what it is', () => {
    expect(suspectedLabels(equallyConfident(0.9, 10, 10), 12)).toEqual({ count: 0, predictions: [] });
  });
});

describe('the energy score', () => {
  it('is that of the reference, and does not overflow', () => {
    for (const [image, logits] of reference.logits.entries()) {
      expect(energyScore(Float32Array.from(logits))).toBeCloseTo(reference.energies[image] ?? Number.NaN, 4);
    }
    expect(energyScore(Float32Array.of(3e4, 0, 0))).toBe(3e4);
  });

  it('ranks a picture among others', () => {
    const sorted = Float32Array.of(1, 2, 3, 4);
    expect([0, 2, 2.5, 9].map((score) => rankAmong(score, sorted))).toEqual([0, 0.25, 0.5, 1]);
  });

  it('that almost all test images exceed is that of a picture of something else', () => {
    expect(noneOfTheseText(0.03)).toBe(
      'It fits the ten classes worse than 97 % of the test images do, by its energy score: it may show none of these.',
    );
    expect(noneOfTheseText(0.4)).toBe(
      'It fits the ten classes better than 40 % of the test images do, by its energy score.',
    );
    expect([noneOfTheseText(0), noneOfTheseText(1)].map((text) => /100 %/.test(text))).toEqual([true, true]);
    expect(noneOfTheseText(0.001)).toContain('over 99 %');
  });
});

/** Probabilities of the page have single precision. */
function expectClose(actual: unknown, expected: unknown): void {
  const [found, wanted] = [numbersIn(actual), numbersIn(expected)];
  expect(found).toHaveLength(wanted.length);
  for (const [place, value] of found.entries()) expect(value).toBeCloseTo(wanted[place] ?? Number.NaN, 6);
}

function numbersIn(values: unknown): number[] {
  return typeof values === 'object' && values !== null ? Object.values(values) : [];
}
