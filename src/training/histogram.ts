/**
 * How many values lie where, in TensorBoard's own buckets: limits grow by a tenth from ±1e-12 to ±1e20. A bucket holds the values
 * from the limit before it (included) to its own (excluded).
 *
 * Source: `tensorflow/core/lib/histogram/histogram.cc` (default bucket limits, and the joining of empty buckets).
 */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  /** Upper limits, ascending, one for each count. */
  readonly bucketLimits: readonly number[];
  readonly bucketCounts: readonly number[];
}

const positiveLimits: readonly number[] = limitsFrom(1e-12, 1e20);
const limits: readonly number[] = [
  -Number.MAX_VALUE,
  ...positiveLimits.map((limit) => -limit).reverse(),
  0,
  ...positiveLimits,
  Number.MAX_VALUE,
];

/** Counts the values. What is not a finite number is left out. */
export function histogramOf(values: Float32Array): Histogram {
  const finite = values.filter(Number.isFinite);
  const counts = new Array<number>(limits.length).fill(0);
  for (const value of finite) {
    const bucket = bucketOf(value);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return {
    min: finite.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
    max: finite.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
    count: finite.length,
    sum: finite.reduce((total, value) => total + value, 0),
    sumOfSquares: finite.reduce((total, value) => total + value * value, 0),
    ...withoutEmptyRuns(counts),
  };
}

/** The first bucket whose limit lies above the value, by halving. */
function bucketOf(value: number): number {
  let low = 0;
  let high = limits.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((limits[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Neighbouring empty buckets become one, so that a few dozen buckets remain of fifteen hundred. */
function withoutEmptyRuns(counts: readonly number[]): Pick<Histogram, 'bucketLimits' | 'bucketCounts'> {
  const bucketLimits: number[] = [];
  const bucketCounts: number[] = [];
  counts.forEach((count, bucket) => {
    const isLastOfEmptyRun = (counts[bucket + 1] ?? 1) > 0;
    if (count > 0 || isLastOfEmptyRun) {
      bucketLimits.push(limits[bucket] as number);
      bucketCounts.push(count);
    }
  });
  return { bucketLimits, bucketCounts };
}

function limitsFrom(first: number, end: number): number[] {
  const result: number[] = [];
  for (let limit = first; limit < end; limit *= 1.1) result.push(limit);
  return result;
}
