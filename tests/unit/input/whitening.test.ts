import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { imagePixels } from '../../../src/data/cifar10.ts';
import { pictureAt } from '../../../src/data/imageSet.ts';
import { inverseSquareRoot } from '../../../src/input/inverseSquareRoot.ts';
import { whitenedChunks } from '../../../src/input/whitening.ts';
import { randomStream } from '../../../src/random/random.ts';
import { syntheticData } from '../../fixtures/syntheticData.ts';

/** Q · diagonal(eigenvalues) · Qᵀ, with Q orthogonal: products of Householder reflections. */
function symmetricMatrix(eigenvalues: readonly number[]): number[][] {
  const random = randomStream(4, 'whitening test');
  const size = eigenvalues.length;
  let matrix = eigenvalues.map((value, row) => eigenvalues.map((_, column) => (row === column ? value : 0)));
  for (let reflection = 0; reflection < 3; reflection++) {
    const vector = Array.from({ length: size }, () => random.uniform() - 0.5);
    const norm = vector.reduce((sum, value) => sum + value * value, 0);
    const mirror = vector.map((a, i) => vector.map((b, j) => (i === j ? 1 : 0) - (2 * a * b) / norm));
    matrix = product(product(mirror, matrix), mirror);
  }
  return matrix;
}

function product(a: readonly number[][], b: readonly number[][]): number[][] {
  return a.map((row) =>
    (b[0] ?? []).map((_, column) => row.reduce((sum, value, k) => sum + value * (b[k]?.[column] ?? 0), 0)),
  );
}

describe('the inverse square root of a matrix', () => {
  beforeAll(async () => {
    await startWasm(1);
    await tf.setBackend('wasm');
  });

  it.each([10, 1_000, 20_000])(
    'turns it into the identity, with eigenvalues that span a factor of %s',
    async (span) => {
      const size = 60;
      const eigenvalues = Array.from({ length: size }, (_, i) => 0.05 * span ** (i / (size - 1)));
      const matrix = symmetricMatrix(eigenvalues);
      const shares: number[] = [];
      const inverse = await inverseSquareRoot(tf.tensor2d(matrix), 0.05, 0.05 * span * 1.3, (share) =>
        shares.push(share),
      );
      const root = Array.from(inverse.arraySync(), (row) => [...row]);
      const identity = product(product(root, matrix), root);
      identity.forEach((row, i) => {
        row.forEach((value, j) => {
          // Single precision, and a condition number of `span`.
          expect(Math.abs(value - (i === j ? 1 : 0))).toBeLessThan(5e-3);
        });
      });
      expect(shares.at(-1)).toBe(1);
      expect(shares.length).toBeLessThan(12);
    },
  );

  it('leaves no tensor behind but its result', async () => {
    const matrix = tf.tensor2d(symmetricMatrix([1, 2, 3]));
    const before = tf.memory().numTensors;
    const inverse = await inverseSquareRoot(matrix, 1, 3, () => {});
    expect(tf.memory().numTensors).toBe(before + 1);
    inverse.dispose();
  });
});

describe('whitened pictures', () => {
  beforeAll(async () => {
    await startWasm(1);
    await tf.setBackend('wasm');
  });

  it('leave no tensor behind where the first chunk is enough', async () => {
    const { trainingSet, scaling } = syntheticData();
    const matrix = tf.eye(imagePixels);
    const before = tf.memory().numTensors;
    const chunks = whitenedChunks({ ...trainingSet, imageCount: 3 }, scaling, matrix);
    const { value } = await chunks.next();
    await chunks.return();
    expect(tf.memory().numTensors).toBe(before);
    const centred = Array.from(
      pictureAt(trainingSet, 0),
      (byte, pixel) => byte - (scaling.offset[pixel] ?? 0),
    );
    expect([...(value ?? [])].slice(0, imagePixels)).toEqual(centred);
    matrix.dispose();
  });
});
