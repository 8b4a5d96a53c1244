import * as tf from '@tensorflow/tfjs-core';
import { fused } from '../backend/fusedOperations.ts';
import { workDone } from '../backend/workDone.ts';
import { imagePixels } from '../data/cifar10.ts';
import { type ImageSet, pictureAt } from '../data/imageSet.ts';
import type { InputScaling } from './inputScaling.ts';
import { inverseSquareRoot } from './inverseSquareRoot.ts';

/** Pictures at a time: 12 MB as floats. */
const chunkSize = 1_000;

/**
 * The matrix of zero-phase (ZCA) whitening, `(C + ε I)^(−1/2)` with C the covariance of the standardized pictures: of all
 * matrices that make their covariance the identity, it changes the pictures least (Bell and Sejnowski, "The 'independent
 * components' of natural scenes are edge filters" (1997)).
 *
 * @param scaling standardizes: over `images`, every input has mean 0 and standard deviation 1
 * @param onProgress called with the share that is done, in [0, 1]
 * @returns [3072, 3072], row-major, symmetric to the last bit
 */
export async function whiteningMatrix(
  images: ImageSet,
  scaling: InputScaling,
  epsilon: number,
  onProgress: (share: number) => void,
): Promise<Float32Array<ArrayBuffer>> {
  const covariance = await covarianceOf(images, scaling, (share) => onProgress(share / 2));
  const regularized = tf.tidy(() => fused().plusScaled(covariance, tf.eye(imagePixels), epsilon));
  covariance.dispose();
  const upperBound = largestRowSum(await regularized.data<'float32'>());
  const inverse = await inverseSquareRoot(regularized, epsilon, upperBound, (share) =>
    onProgress((1 + share) / 2),
  );
  const matrix = symmetric(await inverse.data<'float32'>());
  tf.dispose([regularized, inverse]);
  return matrix;
}

/** Whitened pictures in chunks: `[pictures, 3072]`, row-major. */
export async function* whitenedChunks(
  images: ImageSet,
  scaling: InputScaling,
  matrix: tf.Tensor2D,
): AsyncGenerator<Float32Array, void, void> {
  for (let first = 0; first < images.imageCount; first += chunkSize) {
    const whitened = tf.tidy(() => tf.matMul(chunkAt(images, scaling, first), matrix));
    const values = await whitened.data<'float32'>();
    // Before the yield: a consumer that stops early never resumes the generator.
    whitened.dispose();
    yield values;
  }
}

async function covarianceOf(
  images: ImageSet,
  scaling: InputScaling,
  onProgress: (share: number) => void,
): Promise<tf.Tensor2D> {
  let sum: tf.Tensor2D = tf.zeros([imagePixels, imagePixels]);
  for (let first = 0; first < images.imageCount; first += chunkSize) {
    const next = tf.tidy(() => {
      const chunk = chunkAt(images, scaling, first);
      return fused().plusScaled(
        sum,
        tf.matMul<tf.Tensor2D>(chunk, chunk, true, false),
        1 / images.imageCount,
      );
    });
    sum.dispose();
    sum = next;
    await workDone(sum);
    onProgress((first + chunkSize) / images.imageCount);
  }
  return sum;
}

function chunkAt(images: ImageSet, { offset, scale }: InputScaling, first: number): tf.Tensor2D {
  const size = Math.min(chunkSize, images.imageCount - first);
  const pictures = Array.from({ length: size }, (_, row) => pictureAt(images, first + row));
  return fused().scaledPictures(pictures, offset, scale);
}

/** No eigenvalue of a symmetric matrix is larger (Gershgorin). */
function largestRowSum(values: Float32Array): number {
  const size = Math.sqrt(values.length);
  let largest = 0;
  for (let row = 0; row < values.length; row += size) {
    let sum = 0;
    for (let column = 0; column < size; column++) sum += Math.abs(values[row + column] as number);
    largest = Math.max(largest, sum);
  }
  return largest;
}

/** Averages the two triangles, which differ slightly by rounding. */
function symmetric(values: Float32Array): Float32Array<ArrayBuffer> {
  const size = Math.sqrt(values.length);
  const result = new Float32Array(values.length);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      const here = row * size + column;
      const there = column * size + row;
      const mean = ((values[here] as number) + (values[there] as number)) / 2;
      result[here] = mean;
      result[there] = mean;
    }
  }
  return result;
}
