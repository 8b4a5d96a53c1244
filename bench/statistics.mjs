/**
 * @param {readonly number[]} values at least one
 * @returns {number}
 */
export function median(values) {
  if (values.length === 0) throw new RangeError('no values have no median');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/**
 * The line `y = offset + slope · x` with the smallest squares of relative errors, so that small values count as much as large
 * ones.
 * @param {readonly (readonly [x: number, y: number])[]} points two or more with different x, each y > 0
 */
export function relativeLine(points) {
  let w = 0;
  let wx = 0;
  let wy = 0;
  let wxx = 0;
  let wxy = 0;
  for (const [x, y] of points) {
    const weight = 1 / y ** 2;
    w += weight;
    wx += weight * x;
    wy += weight * y;
    wxx += weight * x * x;
    wxy += weight * x * y;
  }
  const slope = (w * wxy - wx * wy) / (w * wxx - wx * wx);
  return { offset: (wy - slope * wx) / w, slope };
}

/**
 * The largest deviation of the points from that line, as a share of their own value.
 * @param {readonly (readonly [x: number, y: number])[]} points
 */
export function largestDeviation(points) {
  const { offset, slope } = relativeLine(points);
  return Math.max(...points.map(([x, y]) => Math.abs(offset + slope * x - y) / y));
}
