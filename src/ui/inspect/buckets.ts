import type { Histogram } from '../../history/histogram.ts';

/** `count` values, taken to lie evenly in `[from, to)`. */
export interface Bucket {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** The buckets that hold anything, cut at the smallest and the largest value: the outermost limits are far beyond them. */
export function filledBuckets({ min, max, bucketLimits, bucketCounts }: Histogram): Bucket[] {
  return Array.from(bucketCounts, (count, index) => ({
    from: Math.max(min, bucketLimits[index - 1] ?? min),
    to: Math.min(max, bucketLimits[index] ?? max),
    count,
  })).filter(({ count }) => count > 0);
}

/**
 * The histogram rebinned into `binCount` bins of equal width over `[from, to]`, as shares of all values. A bucket that lies across
 * several bins is split in proportion; what lies outside is left out.
 */
export function evenBins(histogram: Histogram, from: number, to: number, binCount: number): number[] {
  const width = (to - from) / binCount;
  const shares = new Array<number>(binCount).fill(0);
  for (const bucket of filledBuckets(histogram)) {
    if (bucket.to < from || bucket.from > to) continue;
    const first = binAt(bucket.from, from, width, binCount);
    const last = binAt(bucket.to, from, width, binCount);
    for (let bin = first; bin <= last; bin++) {
      const share = shareInside(bucket, from + bin * width, from + (bin + 1) * width);
      shares[bin] = (shares[bin] ?? 0) + (share * bucket.count) / histogram.count;
    }
  }
  return shares;
}

/** The value below which the share `rank` (in [0, 1]) of all values lies, on a straight line within its bucket. */
export function percentile(histogram: Histogram, rank: number): number {
  const wanted = rank * histogram.count;
  let below = 0;
  for (const { from, to, count } of filledBuckets(histogram)) {
    if (below + count >= wanted) return from + ((wanted - below) / count) * (to - from);
    below += count;
  }
  return histogram.max;
}

function binAt(value: number, from: number, width: number, binCount: number): number {
  return Math.min(binCount - 1, Math.max(0, Math.floor((value - from) / width)));
}

function shareInside({ from: low, to: high }: Bucket, from: number, to: number): number {
  // All values of a bucket may be one and the same.
  if (high === low) return 1;
  return Math.max(0, Math.min(to, high) - Math.max(from, low)) / (high - low);
}
