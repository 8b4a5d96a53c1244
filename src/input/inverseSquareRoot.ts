import * as tf from '@tensorflow/tfjs-core';
import { fused } from '../backend/fusedOperations.ts';
import { workDone } from '../backend/workDone.ts';

/** In the end all eigenvalues of the product are within this distance of 1. */
const tolerance = 1e-3;

/** An interval that contains the roots of all eigenvalues. */
interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * `A^(−1/2)` of a symmetric positive definite matrix, by matrix products alone, which are fast on every backend: the coupled
 * Newton–Schulz iteration (Higham, "Functions of Matrices" (2008), 6.35), using in each iteration the cubic that brings the
 * interval of the eigenvalues' roots closest to 1 (Grishina, Smirnov and Rakhuba, "Accelerating Newton–Schulz Iteration for
 * Orthogonalization via Chebyshev-type Polynomials" (2025)). It takes eight iterations, of three products each, where the
 * eigenvalues span four orders of magnitude.
 *
 * @param matrix [n, n]
 * @param lowerBound a bound below all eigenvalues, above 0
 * @param upperBound a bound above all eigenvalues
 * @param onProgress called after each iteration with the share that is done, in [0, 1]
 * @returns [n, n]; the caller's to dispose of
 */
export async function inverseSquareRoot(
  matrix: tf.Tensor2D,
  lowerBound: number,
  upperBound: number,
  onProgress: (share: number) => void,
): Promise<tf.Tensor2D> {
  const identity = tf.eye(matrix.shape[0]);
  let root = tf.mul<tf.Tensor2D>(matrix, 1 / upperBound);
  let inverse = tf.clone(identity);
  const intervals = intervalsFrom({ low: Math.sqrt(lowerBound / upperBound), high: 1 });
  for (const [iteration, interval] of intervals.entries()) {
    const { linear, cubic } = coefficients(interval);
    const [nextRoot, nextInverse] = tf.tidy(() => {
      const factor = fused().plusScaled(identity, tf.matMul(inverse, root), -cubic, linear);
      return [tf.matMul<tf.Tensor2D>(root, factor), tf.matMul<tf.Tensor2D>(factor, inverse)];
    });
    tf.dispose([root, inverse]);
    [root, inverse] = [nextRoot, nextInverse];
    await workDone(inverse);
    onProgress((iteration + 1) / intervals.length);
  }
  tf.dispose([identity, root]);
  const result = tf.mul<tf.Tensor2D>(inverse, 1 / Math.sqrt(upperBound));
  inverse.dispose();
  return result;
}

/** The intervals before each iteration. */
function intervalsFrom(first: Interval): Interval[] {
  const intervals = [];
  for (let interval = first; interval.high - interval.low > tolerance; interval = afterIteration(interval)) {
    intervals.push(interval);
  }
  return intervals;
}

/** On the interval, `linear · x − cubic · x³` deviates from 1 equally far in both directions. */
function coefficients({ low, high }: Interval): { readonly linear: number; readonly cubic: number } {
  const sum = low * low + low * high + high * high;
  const cubic = 2 / (2 * (sum / 3) ** 1.5 + low * high * (low + high));
  return { linear: cubic * sum, cubic };
}

function afterIteration({ low, high }: Interval): Interval {
  const peak = 2 * ((low * low + low * high + high * high) / 3) ** 1.5;
  const end = low * high * (low + high);
  const deviation = (peak - end) / (peak + end);
  return { low: 1 - deviation, high: 1 + deviation };
}
