import { beforeAll, describe, expect, it } from 'vitest';
import { pictureAt } from '../../../src/data/imageSet.ts';
import { type PreparedPictures, standardizedPictures } from '../../../src/input/inputScaling.ts';
import { patchWhitening } from '../../../src/input/patchWhitening.ts';
import { principalComponents } from '../../../src/input/principalComponents.ts';
import { randomStream } from '../../../src/random/random.ts';
import { realCifar10 } from '../../fixtures/realCifar10.ts';

describe('principal components', () => {
  const length = 7;
  const random = randomStream(3, 'principal components');
  const root = Float64Array.from({ length: length * length }, () => random.uniform() - 0.5);
  const covariance = Float64Array.from({ length: length * length }, (_, index) => {
    const [row, column] = [Math.trunc(index / length), index % length];
    let sum = 0;
    for (let k = 0; k < length; k++) sum += (root[row * length + k] ?? 0) * (root[column * length + k] ?? 0);
    return sum;
  });
  const { directions, variances } = principalComponents(covariance, length);

  it('are eigenvectors of the covariance, with their eigenvalues, the greatest first', () => {
    expect([...variances].sort((a, b) => b - a)).toEqual(variances);
    directions.forEach((direction, component) => {
      for (let row = 0; row < length; row++) {
        const image = direction.reduce(
          (sum, value, k) => sum + value * (covariance[row * length + k] ?? 0),
          0,
        );
        expect(image).toBeCloseTo((variances[component] ?? 0) * (direction[row] ?? 0), 12);
      }
    });
  });

  it('are orthogonal, and have length 1', () => {
    directions.forEach((one, i) => {
      directions.forEach((other, j) => {
        const product = one.reduce((sum, value, k) => sum + value * (other[k] ?? 0), 0);
        expect(product).toBeCloseTo(i === j ? 1 : 0, 12);
      });
    });
  });
});

describe('patch whitening', () => {
  let pictures: PreparedPictures;
  beforeAll(async () => {
    pictures = standardizedPictures(await realCifar10());
  });

  it('makes the values of 2 × 2 patches uncorrelated with variance 1, and adds their negatives', () => {
    const filters = 24;
    const settings = { size: 2, stride: 1, filters, epsilon: 5e-4 };
    const weights = patchWhitening(pictures.trainingSet, pictures.scaling, settings);
    const outputs = Array.from({ length: 4_000 }, (_, n) => filtered(pictures, weights, filters, n));
    for (let i = 0; i < 12; i++) {
      expect(outputs[0]?.[i]).toBeCloseTo(-(outputs[0]?.[12 + i] ?? 0), 10);
      const mean = outputs.reduce((sum, values) => sum + (values[i] ?? 0) ** 2, 0) / outputs.length;
      // The noise of 4,000 patches, and ε, which outweighs the smallest variances.
      expect(mean).toBeGreaterThan(0.5);
      expect(mean).toBeLessThan(1.5);
    }
    const product = outputs.reduce((sum, values) => sum + (values[0] ?? 0) * (values[1] ?? 0), 0);
    expect(Math.abs(product / outputs.length)).toBeLessThan(0.15);
  });
});

/** The filters’ outputs at one place of a picture. */
function filtered(
  { trainingSet, scaling: { offset, scale } }: PreparedPictures,
  weights: Float32Array,
  filters: number,
  n: number,
): number[] {
  const picture = pictureAt(trainingSet, n % 2_000);
  const corner = (n * 7) % 30;
  return Array.from({ length: filters }, (_, filter) => {
    let sum = 0;
    for (let place = 0; place < 12; place++) {
      const [row, column, channel] = [Math.trunc(place / 6), Math.trunc(place / 3) % 2, place % 3];
      const pixel = channel * 1_024 + (corner + row) * 32 + corner + column;
      const value = ((picture[pixel] ?? 0) - (offset[pixel] ?? 0)) * (scale?.[pixel] ?? 1);
      sum += value * (weights[place * filters + filter] ?? 0);
    }
    return sum;
  });
}
