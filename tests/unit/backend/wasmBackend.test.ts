import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { fused } from '../../../src/backend/fusedOperations.ts';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { WasmBackend } from '../../../src/backend/wasm/wasmBackend.ts';
import { randomStream } from '../../../src/random/random.ts';

const random = randomStream(5, 'wasm backend test');

function numbers(count: number): Float32Array {
  return Float32Array.from({ length: count }, () => random.uniform() * 2 - 1);
}

/** [rows, 10], one-hot. */
function randomLabels(rows: number): Float32Array {
  const labels = new Float32Array(rows * 10);
  for (let row = 0; row < rows; row++) labels[row * 10 + random.below(10)] = 1;
  return labels;
}

/** What an operation gives on our backend, and what TensorFlow.js's own CPU backend gives. */
async function onBoth(work: () => tf.Tensor): Promise<{ ours: Float32Array; expected: Float32Array }> {
  const results: Float32Array[] = [];
  for (const backend of ['wasm', 'cpu']) {
    await tf.setBackend(backend);
    results.push(tf.tidy(() => Float32Array.from(work().dataSync())));
  }
  const [ours = new Float32Array(), expected = new Float32Array()] = results;
  return { ours, expected };
}

function largestDifference(ours: Float32Array, expected: Float32Array): number {
  expect(ours.length).toBe(expected.length);
  return ours.reduce((most, value, index) => {
    return Math.max(most, Math.abs(value - (expected[index] ?? Number.NaN)));
  }, 0);
}

beforeAll(() => startWasm(1));

describe('a matrix product on WASM', () => {
  const shapes = [
    [1, 1, 1],
    [6, 8, 4],
    [7, 9, 5],
    [48, 16, 448],
    [49, 17, 449],
    [400, 10, 120],
    [3, 130, 1_000],
    [101, 7, 897],
  ] as const;

  for (const [rows, columns, depth] of shapes) {
    for (const transposes of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      const [transposeA, transposeB] = transposes;
      it(`of ${rows} × ${depth} and ${depth} × ${columns}, transposed ${transposes}, is that of the CPU backend`, async () => {
        const a = numbers(rows * depth);
        const b = numbers(depth * columns);
        const { ours, expected } = await onBoth(() =>
          tf.matMul(
            tf.tensor2d(a, transposeA ? [depth, rows] : [rows, depth]),
            tf.tensor2d(b, transposeB ? [columns, depth] : [depth, columns]),
            transposeA,
            transposeB,
          ),
        );
        expect(largestDifference(ours, expected)).toBeLessThan(3e-7 * (depth + 1));
      });
    }
  }

  it('takes biases and ReLU along', async () => {
    const [a, b, biases] = [numbers(50 * 70), numbers(70 * 20), numbers(20)];
    const { ours, expected } = await onBoth(() =>
      tf.fused.matMul({
        a: tf.tensor2d(a, [50, 70]),
        b: tf.tensor2d(b, [70, 20]),
        bias: tf.tensor1d(biases),
        activation: 'relu',
      }),
    );
    expect(largestDifference(ours, expected)).toBeLessThan(1e-5);
    expect(ours.filter((value) => value === 0).length).toBeGreaterThan(100);
  });

  it('lets what is not a number through ReLU, so that a run that diverged is noticed', async () => {
    await tf.setBackend('wasm');
    const result = tf.fused.matMul({
      a: tf.tensor2d([Number.NaN], [1, 1]),
      b: tf.tensor2d([1], [1, 1]),
      activation: 'relu',
    });
    expect(result.dataSync()[0]).toBeNaN();
  });
});

describe('what a step does to many numbers', () => {
  for (const count of [1, 3, 4, 1_001, 16_384, 40_000]) {
    it.each([1, 0.9])(
      `%s · a + factor · b of ${count} numbers is the sum, rounded once or twice`,
      async (own) => {
        const [a, b] = [numbers(count), numbers(count)];
        const { ours, expected } = await onBoth(() =>
          fused().plusScaled(tf.tensor1d(a), tf.tensor1d(b), -0.3, own),
        );
        expect(largestDifference(ours, expected)).toBeLessThan(1.8e-7);
      },
    );

    it.each([1, 1.25])(`of ${count} numbers those with a positive mask stay, times %s`, async (factor) => {
      const [values, mask] = [numbers(count), numbers(count)];
      const { ours, expected } = await onBoth(() =>
        fused().keepWherePositive(tf.tensor1d(values), tf.tensor1d(mask), factor),
      );
      expect(largestDifference(ours, expected)).toBe(0);
    });

    it(`products of ${count} numbers are those of the CPU backend`, async () => {
      const [a, b] = [numbers(count), numbers(count)];
      const { ours, expected } = await onBoth(() => fused().multiply(tf.tensor1d(a), tf.tensor1d(b)));
      expect(ours).toEqual(expected);
    });

    it.each([false, true])(
      `momentum moves ${count} weights as on the CPU backend (Nesterov: %s)`,
      async (isNesterov) => {
        const [weights, velocity, gradient] = [numbers(count), numbers(count), numbers(count)];
        const rule = { rate: 0.02, decayFactor: 0.99, momentum: 0.9, isNesterov };
        const { ours, expected } = await onBoth(() =>
          tf.concat(
            fused().momentumUpdate(tf.tensor1d(weights), tf.tensor1d(velocity), tf.tensor1d(gradient), rule),
          ),
        );
        expect(largestDifference(ours, expected)).toBeLessThan(3e-7);
      },
    );

    it(`Adam moves ${count} weights as on the CPU backend`, async () => {
      const [weights, mean, gradient] = [numbers(count), numbers(count), numbers(count)];
      const square = numbers(count).map((value) => value * value);
      const rule = {
        rate: 0.01,
        decayFactor: 0.99,
        meanDecay: 0.9,
        squareDecay: 0.999,
        rootFactor: 1.7,
        epsilon: 1e-8,
      };
      const { ours, expected } = await onBoth(() =>
        tf.concat(
          fused().adamUpdate(
            tf.tensor1d(weights),
            tf.tensor1d(mean),
            tf.tensor1d(square),
            tf.tensor1d(gradient),
            rule,
          ),
        ),
      );
      expect(largestDifference(ours, expected)).toBeLessThan(1e-6);
    });
  }

  it.each([false, true])(
    'scaled pictures are the same bits on either backend (multiplied: %s)',
    async (isMultiplied) => {
      const pictures = Array.from({ length: 21 }, () =>
        Uint8Array.from({ length: 3_072 }, () => random.below(256)),
      );
      const mean = numbers(3_072).map((value) => 128 + 50 * value);
      const scale = isMultiplied ? numbers(3_072) : null;
      const { ours, expected } = await onBoth(() => fused().scaledPictures(pictures, mean, scale));
      expect(ours).toEqual(expected);
    },
  );

  it('sums over the rows agree with the CPU backend', async () => {
    const values = numbers(400 * 13);
    const { ours, expected } = await onBoth(() => tf.sum(tf.tensor2d(values, [400, 13]), 0));
    expect(largestDifference(ours, expected)).toBeLessThan(1e-5);
  });
});

describe('the derivative of the cross-entropy on WASM', () => {
  it('agrees with the CPU backend, also where exponentials would overflow', async () => {
    const logits = numbers(37 * 10).map((value) => value * 500);
    const labels = randomLabels(37);
    const { ours, expected } = await onBoth(() =>
      fused().crossEntropyGradient(tf.tensor2d(logits, [37, 10]), tf.tensor2d(labels, [37, 10])),
    );
    expect(largestDifference(ours, expected)).toBeLessThan(1e-7);
    expect(Math.max(...ours)).toBeGreaterThan(0.01);
  });
});

describe('the mean cross-entropy on WASM', () => {
  it.each([0.1, 3, 300])('is that of the CPU backend to the last bit, for scores up to %s', async (size) => {
    const scores = numbers(400 * 10).map((score) => size * score);
    const labels = randomLabels(400);
    const { ours, expected } = await onBoth(() =>
      fused().meanCrossEntropy(tf.tensor2d(scores, [400, 10]), tf.tensor2d(labels, [400, 10])),
    );
    expect(ours).toEqual(expected);
    expect(ours[0]).toBeGreaterThan(0);
  });

  it('is no number where a score is none, so that a run that diverged is noticed', async () => {
    const scores = Float32Array.of(Number.NaN, ...numbers(19));
    const { ours } = await onBoth(() =>
      fused().meanCrossEntropy(tf.tensor2d(scores, [2, 10]), tf.tensor2d(randomLabels(2), [2, 10])),
    );
    expect(ours[0]).toBeNaN();
  });
});

describe('tensors of the WASM backend', () => {
  it('that were read keep their numbers when their place is given to others', async () => {
    await tf.setBackend('wasm');
    const first = tf.tensor1d([1, 2, 3]);
    const values = await first.data();
    first.dispose();
    tf.tensor1d([7, 8, 9]).dispose();
    expect([...values]).toEqual([1, 2, 3]);
  });

  it('take as much memory after a hundred rounds as after one', async () => {
    await tf.setBackend('wasm');
    const backend = tf.backend();
    if (!(backend instanceof WasmBackend)) throw new Error('another backend is set');
    const used = () => backend.heap.usedBytes;
    const round = () =>
      tf.tidy(() => {
        const weights = tf.tensor2d(numbers(300 * 40), [300, 40]);
        tf.softmax(tf.matMul(weights, weights, true, false)).dataSync();
      });
    round();
    const after1 = used();
    for (let count = 0; count < 100; count++) round();
    expect(used()).toBe(after1);
    expect(used()).toBeGreaterThan(0);
  });
});
