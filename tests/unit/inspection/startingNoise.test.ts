import { describe, expect, it } from 'vitest';
import { withoutStart } from '../../../src/inspection/startingNoise.ts';
import { truncatedNormal } from '../../../src/model/initializers.ts';
import { randomStream } from '../../../src/random/random.ts';

const rows = 3_072;
const units = 3;
const start = truncatedNormal(randomStream(3, 'weights', 0), rows * units, 0.02);

/** The start after so many steps that only shrink it, each rounded to single precision. */
function decayed(factor: number, steps: number): Float32Array<ArrayBuffer> {
  const weights = start.slice();
  for (let step = 0; step < steps; step++) {
    for (let index = 0; index < weights.length; index++) {
      weights[index] = Math.fround((weights[index] ?? 0) * factor);
    }
  }
  return weights;
}

/** A wave over the rows, unlike any random numbers, in the unit 1 alone. */
function learned(index: number): number {
  return index % units === 1 ? 0.01 * Math.sin(index / 50) : 0;
}

describe('what training has added to weights', () => {
  it.each([1, 100, 3_000])(
    'is nothing where L2 regularization alone has shrunk them, for %i steps',
    (steps) => {
      for (const isShared of [false, true]) {
        const change = withoutStart(decayed(0.9995, steps), start, units, isShared);
        expect(change.every((value) => value === 0)).toBe(true);
      }
    },
  );

  it('is what the gradients have added, however far the start has shrunk', () => {
    for (const [steps, isShared] of [
      [0, false],
      [1_000, false],
      [1_000, true],
      [20_000, false],
    ] as const) {
      const weights = decayed(0.9995, steps).map((value, index) => value + learned(index));
      const change = withoutStart(weights, start, units, isShared);
      const error = Math.sqrt(meanOf(change, (value, index) => (value - learned(index)) ** 2));
      // Learned along the start by chance: one of 3,072 dimensions.
      expect(error).toBeLessThan(0.05 * 0.007);
    }
  });

  it('is the weights themselves where they did not start there, as those from a file', () => {
    const others = truncatedNormal(randomStream(4, 'weights', 0), rows * units, 0.02);
    const change = withoutStart(others, start, units, false);
    const share =
      meanOf(change, (value, index) => (value - (others[index] ?? 0)) ** 2) / meanOf(others, square);
    expect(share).toBeLessThan(0.005);
  });

  it('is all of the weights where they started from 0', () => {
    const weights = Float32Array.from(start, (_, index) => learned(index));
    expect(withoutStart(weights, new Float32Array(start.length), units, false)).toEqual(weights);
  });
});

function meanOf(values: Float32Array, of: (value: number, index: number) => number): number {
  return values.reduce((sum, value, index) => sum + of(value, index), 0) / values.length;
}

function square(value: number): number {
  return value * value;
}
