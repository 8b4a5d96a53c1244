/**
 * A histogram in TensorBoard's own buckets, whose limits grow by a tenth from ±1e-12 to ±1e20. A bucket holds the values from the
 * limit before it (included) to its own (excluded).
 *
 * Source: `tensorflow/core/lib/histogram/histogram.cc` (default bucket limits, and the joining of empty buckets).
 */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  /** Upper limits, ascending, one for each count. As typed arrays, both take half the memory of lists that came in a message. */
  readonly bucketLimits: Float64Array<ArrayBuffer>;
  readonly bucketCounts: Uint32Array<ArrayBuffer>;
}

const positiveLimits: readonly number[] = limitsFrom(1e-12, 1e20);
const limits: readonly number[] = [
  -Number.MAX_VALUE,
  ...positiveLimits.map((limit) => -limit).reverse(),
  0,
  ...positiveLimits,
  Number.MAX_VALUE,
];

/** Counts the values. Values that are not finite are left out. */
export function histogramOf(values: Float32Array): Histogram {
  const counts = new Array<number>(limits.length).fill(0);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let count = 0;
  let sum = 0;
  let sumOfSquares = 0;
  // One pass, by index, which is several times faster than `for…of`: a layer's sample has tens of thousands of values.
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    if (!Number.isFinite(value)) continue;
    const bucket = bucketOf(value);
    counts[bucket] = (counts[bucket] as number) + 1;
    if (value < min) min = value;
    if (value > max) max = value;
    count += 1;
    sum += value;
    sumOfSquares += value * value;
  }
  return { min, max, count, sum, sumOfSquares, ...withoutEmptyRuns(counts) };
}

/** Buckets closer to 0 than this share of the largest value are merged. */
const joinedShare = 0.01;

/**
 * The same values in fewer buckets, for a record that holds many histograms: the buckets close to 0, half of them all, are merged
 * into one on either side of it. A drawing with a linear axis looks the same.
 */
export function withoutFineBuckets(histogram: Histogram): Histogram {
  const reach = joinedShare * Math.max(-histogram.min, histogram.max);
  const bucketLimits: number[] = [];
  const bucketCounts: number[] = [];
  let joined = 0;
  histogram.bucketLimits.forEach((limit, bucket) => {
    joined += histogram.bucketCounts[bucket] ?? 0;
    const next = histogram.bucketLimits[bucket + 1] ?? Number.POSITIVE_INFINITY;
    const isInside = (limit < 0 && limit > -reach) || (limit > 0 && next <= reach);
    if (isInside) return;
    bucketLimits.push(limit);
    bucketCounts.push(joined);
    joined = 0;
  });
  return { ...histogram, ...buckets(bucketLimits, bucketCounts) };
}

function buckets(
  limits: readonly number[],
  counts: readonly number[],
): Pick<Histogram, 'bucketLimits' | 'bucketCounts'> {
  return { bucketLimits: Float64Array.from(limits), bucketCounts: Uint32Array.from(counts) };
}

/** The first bucket whose limit is above the value, by binary search. */
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

/** Merges adjacent empty buckets, which leaves a few dozen buckets of fifteen hundred. */
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
  return buckets(bucketLimits, bucketCounts);
}

function limitsFrom(first: number, end: number): number[] {
  const result: number[] = [];
  for (let limit = first; limit < end; limit *= 1.1) result.push(limit);
  return result;
}
