/** The directions in which values vary, and how much. */
export interface PrincipalComponents {
  /** [components, length], row by row, the one with the greatest variance first; each has length 1. */
  readonly directions: readonly Float64Array[];
  /** [components], descending */
  readonly variances: readonly number[];
}

/** More than a matrix of 75 × 75 has ever needed; each sweep squares the remaining error. */
const maxSweeps = 30;

/**
 * The eigenvectors and eigenvalues of a covariance, by Jacobi's rotations. It only adds, multiplies, divides and takes roots, so
 * every engine gets the same bits. The largest entry of each vector is positive.
 *
 * @param covariance [length, length], symmetric
 */
export function principalComponents(covariance: Float64Array, length: number): PrincipalComponents {
  const matrix = covariance.slice();
  const vectors = identity(length);
  for (let sweep = 0; sweep < maxSweeps && !isDiagonal(matrix, length); sweep++) {
    for (let row = 0; row < length; row++) {
      for (let column = row + 1; column < length; column++) rotate(matrix, vectors, length, row, column);
    }
  }
  const found = Array.from({ length }, (_, index) => ({
    variance: at(matrix, index * length + index),
    direction: withPositiveLargest(vectors.slice(index * length, (index + 1) * length)),
  })).sort((a, b) => b.variance - a.variance);
  return {
    directions: found.map(({ direction }) => direction),
    variances: found.map(({ variance }) => variance),
  };
}

/** Makes the entry at (row, column) zero by a rotation of the two axes. `vectors` holds the axes as rows. */
function rotate(
  matrix: Float64Array,
  vectors: Float64Array,
  length: number,
  row: number,
  column: number,
): void {
  const entry = at(matrix, row * length + column);
  if (entry === 0) return;
  const ratio = (at(matrix, column * length + column) - at(matrix, row * length + row)) / (2 * entry);
  const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.sqrt(ratio * ratio + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (let index = 0; index < length; index++) {
    rotatePair(matrix, index * length + row, index * length + column, cosine, sine);
  }
  for (let index = 0; index < length; index++) {
    rotatePair(matrix, row * length + index, column * length + index, cosine, sine);
    rotatePair(vectors, row * length + index, column * length + index, cosine, sine);
  }
}

function rotatePair(values: Float64Array, first: number, second: number, cosine: number, sine: number): void {
  const [a, b] = [at(values, first), at(values, second)];
  values[first] = cosine * a - sine * b;
  values[second] = sine * a + cosine * b;
}

function isDiagonal(matrix: Float64Array, length: number): boolean {
  let outside = 0;
  let all = 0;
  matrix.forEach((value, index) => {
    all += value * value;
    if (index % (length + 1) !== 0) outside += value * value;
  });
  return outside <= all * Number.EPSILON ** 2;
}

function identity(length: number): Float64Array {
  const matrix = new Float64Array(length * length);
  for (let index = 0; index < length; index++) matrix[index * (length + 1)] = 1;
  return matrix;
}

function withPositiveLargest(vector: Float64Array): Float64Array {
  const largest = vector.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return largest < 0 ? vector.map((value) => -value) : vector;
}

function at(values: Float64Array, index: number): number {
  // In range by construction; `?? 0` would cost a branch in the inner loops.
  return values[index] as number;
}
