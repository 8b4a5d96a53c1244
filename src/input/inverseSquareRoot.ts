import * as tf from '@tensorflow/tfjs-core';
import { fused } from '../backend/fusedOperations.ts';
import { workDone } from '../backend/workDone.ts';

/** All eigenvalues of the product are this near to 1 at the end. */
const tolerance = 1e-3;

/** Where the roots of the eigenvalues lie. */
interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * `A^(−1/2)` of a symmetric positive definite matrix, by matrix products alone, which a backend does fast: the coupled
 * Newton–Schulz iteration (Higham, "Functions of Matrices" (2008), 6.35), with the cubic in each turn that brings the interval of
 * the eigenvalues' roots nearest to 1 (Grishina, Smirnov and Rakhuba, "Accelerating Newton–Schulz Iteration for Orthogonalization
 * via Chebyshev-type Polynomials" (2025)). Eight turns, of three products each, where the eigenvalues span four orders of magnitude.
 *
 * @param matrix [n, n]
 * @param least a bound below all eigenvalues, above 0
 * @param greatest a bound above all eigenvalues
 * @param onTurn called after each turn with the share that is done
 * @returns [n, n]; the caller's to dispose of
 */
export async function inverseSquareRoot(
  matrix: tf.Tensor2D,
  least: number,
  greatest: number,
  onTurn: (share: number) => void,
): Promise<tf.Tensor2D> {
  const identity = tf.eye(matrix.shape[0]);
  let root = tf.mul<tf.Tensor2D>(matrix, 1 / greatest);
  let inverse = tf.clone(identity);
  const turns = turnsFrom({ low: Math.sqrt(least / greatest), high: 1 });
  for (const [turn, interval] of turns.entries()) {
    const { linear, cubic } = coefficients(interval);
    const [nextRoot, nextInverse] = tf.tidy(() => {
      const factor = fused().plusScaled(identity, tf.matMul(inverse, root), -cubic, linear);
      return [tf.matMul<tf.Tensor2D>(root, factor), tf.matMul<tf.Tensor2D>(factor, inverse)];
    });
    tf.dispose([root, inverse]);
    [root, inverse] = [nextRoot, nextInverse];
    await workDone(inverse);
    onTurn((turn + 1) / turns.length);
  }
  tf.dispose([identity, root]);
  const result = tf.mul<tf.Tensor2D>(inverse, 1 / Math.sqrt(greatest));
  inverse.dispose();
  return result;
}

/** The intervals of all turns but the last, which is narrow enough. */
function turnsFrom(first: Interval): Interval[] {
  const intervals = [];
  for (let interval = first; interval.high - interval.low > tolerance; interval = afterTurn(interval)) {
    intervals.push(interval);
  }
  return intervals;
}

/** `linear · x − cubic · x³` has equal greatest deviations above and below 1 on the interval. */
function coefficients({ low, high }: Interval): { readonly linear: number; readonly cubic: number } {
  const sum = low * low + low * high + high * high;
  const cubic = 2 / (2 * (sum / 3) ** 1.5 + low * high * (low + high));
  return { linear: cubic * sum, cubic };
}

function afterTurn({ low, high }: Interval): Interval {
  const peak = 2 * ((low * low + low * high + high * high) / 3) ** 1.5;
  const end = low * high * (low + high);
  const deviation = (peak - end) / (peak + end);
  return { low: 1 - deviation, high: 1 + deviation };
}
