import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { registerMatrixProduct } from '../../../src/backend/webgl/matrixProduct.ts';

export interface ProductCase {
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  readonly isLeftTransposed: boolean;
  readonly isRightTransposed: boolean;
}

export interface ProductsInput {
  /** Whether the products are cut up for a GPU's many threads, or for the few of a program that stands in for one. */
  readonly isSoftware: boolean;
  readonly cases: readonly ProductCase[];
}

/** The largest differences from TensorFlow.js's own product on the CPU; then what tensors were left behind. */
export interface ProductDifferences {
  readonly plain: number;
  /** With biases and ReLU. */
  readonly fused: number;
  readonly tensorsLeft: number;
}

interface Product {
  readonly plain: Float32Array;
  readonly fused: Float32Array;
}

async function differences({ isSoftware, cases }: ProductsInput): Promise<ProductDifferences[]> {
  await tf.setBackend('cpu');
  const expected: Product[] = [];
  for (const [seed, one] of cases.entries()) expected.push(await product(one, seed));
  await tf.setBackend('webgl');
  const backend = tf.backend();
  if (!(backend instanceof MathBackendWebGL)) throw new Error('WebGL is not there');
  const originalProduct = tf.getKernel(tf.BatchMatMul, 'webgl').kernelFunc;
  registerMatrixProduct(backend, isSoftware);
  if (tf.getKernel(tf.BatchMatMul, 'webgl').kernelFunc === originalProduct) throw new Error('not replaced');
  const found: ProductDifferences[] = [];
  for (const [seed, one] of cases.entries()) {
    const tensorsBefore = tf.memory().numTensors;
    const { plain, fused } = await product(one, seed);
    found.push({
      plain: largestDifference(plain, expected[seed]?.plain),
      fused: largestDifference(fused, expected[seed]?.fused),
      tensorsLeft: tf.memory().numTensors - tensorsBefore,
    });
  }
  return found;
}

async function product(one: ProductCase, seed: number): Promise<Product> {
  const { rows, depth, columns, isLeftTransposed, isRightTransposed } = one;
  const left = numbers(isLeftTransposed ? [depth, rows] : [rows, depth], seed);
  const right = numbers(isRightTransposed ? [columns, depth] : [depth, columns], seed + 100);
  const bias = tf.randomUniform<tf.Rank.R1>([columns], -1, 1, 'float32', seed + 200);
  const plain = tf.matMul(left, right, isLeftTransposed, isRightTransposed);
  const fused = tf.fused.matMul({
    a: left,
    b: right,
    transposeA: isLeftTransposed,
    transposeB: isRightTransposed,
    bias,
    activation: 'relu',
  });
  const result = {
    plain: Float32Array.from(await plain.data()),
    fused: Float32Array.from(await fused.data()),
  };
  tf.dispose([left, right, bias, plain, fused]);
  return result;
}

function numbers(shape: [number, number], seed: number): tf.Tensor2D {
  return tf.randomUniform<tf.Rank.R2>(shape, -1, 1, 'float32', seed);
}

function largestDifference(a: Float32Array, b: Float32Array | undefined): number {
  if (a.length !== b?.length) return Number.POSITIVE_INFINITY;
  return a.reduce(
    (largest, value, index) => Math.max(largest, Math.abs(value - (b[index] ?? Number.NaN))),
    0,
  );
}

addEventListener('message', ({ data }: MessageEvent<ProductsInput>) => {
  differences(data).then(postMessage, (error: unknown) => postMessage({ error: String(error) }));
});
