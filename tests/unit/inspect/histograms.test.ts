import { describe, expect, it } from 'vitest';
import { histogramOf, withoutFineBuckets } from '../../../src/history/histogram.ts';
import { truncatedNormal } from '../../../src/model/initializers.ts';
import { randomStream } from '../../../src/random/random.ts';
import { axisText, roundTicks, stepTicks } from '../../../src/ui/charts/ticks.ts';
import { evenlyChosen } from '../../../src/ui/inspect/axis.ts';
import { evenBins, percentile } from '../../../src/ui/inspect/buckets.ts';
import { type InitialConditions, initialConditions, quantities } from '../../../src/ui/inspect/quantities.ts';
import { curvePaths, linearAxis, logarithmicAxis } from '../../../src/ui/inspect/valueAxis.ts';
import { visibleRange } from '../../../src/ui/inspect/visibleRange.ts';

const logits = truncatedNormal(randomStream(1, 'logits'), 4_000, 5);

describe('a histogram drawn in bins of one width', () => {
  it('keeps every value, wherever the bins lie', () => {
    for (const binCount of [1, 7, 64]) {
      const shares = evenBins(histogramOf(logits), -10.5, 10.5, binCount);
      expect(sum(shares)).toBeCloseTo(1, 10);
    }
  });

  it('leaves out what lies outside the range', () => {
    const inside = logits.filter((value) => value >= -5 && value <= 5).length / logits.length;
    expect(sum(evenBins(histogramOf(logits), -5, 5, 20))).toBeCloseTo(inside, 1);
  });

  it('puts values that are all the same into one bin', () => {
    const shares = evenBins(histogramOf(new Float32Array(10).fill(0)), -1, 1, 4);
    expect(shares).toEqual([0, 0, 1, 0]);
  });
});

describe('a percentile of a histogram', () => {
  const sorted = [...logits].sort((a, b) => a - b);

  it.each([0, 0.0668, 0.1587, 0.5, 0.8413, 0.9332, 1])(
    '%d is that of the values, within a bucket',
    (rank) => {
      const exact = sorted[Math.min(sorted.length - 1, Math.floor(rank * sorted.length))] ?? 0;
      expect(Math.abs(percentile(histogramOf(logits), rank) - exact)).toBeLessThan(
        0.1 * Math.abs(exact) + 0.05,
      );
    },
  );
});

describe('a histogram without its fine buckets', () => {
  const weights = truncatedNormal(randomStream(1, 'weights'), 40_000, 5);
  const fine = histogramOf(weights);
  const coarse = withoutFineBuckets(fine);

  it('has about half the buckets, and every value', () => {
    expect(coarse.bucketCounts.length).toBeLessThan(0.55 * fine.bucketCounts.length);
    expect(sum(coarse.bucketCounts)).toBe(weights.length);
    expect(coarse.bucketLimits.toSorted()).toEqual(coarse.bucketLimits);
  });

  it('gives nearly the same drawing', () => {
    const before = evenBins(fine, -10, 10, 64);
    evenBins(coarse, -10, 10, 64).forEach((share, bin) => {
      expect(Math.abs(share - (before[bin] ?? 0))).toBeLessThan(0.003);
    });
  });

  it('keeps what is exactly 0 apart from what is negative', () => {
    const { bucketLimits, bucketCounts } = withoutFineBuckets(
      histogramOf(Float32Array.of(-1, -1e-9, 0, 0, 1)),
    );
    const negative = bucketCounts.filter((_, bucket) => (bucketLimits[bucket] ?? 0) <= 0);
    expect(sum(negative)).toBe(2);
  });
});

describe('the range of the drawings', () => {
  const at = (step: number, stddev: number) => ({
    step,
    histogram: histogramOf(truncatedNormal(randomStream(1, 'logits', step), 4_000, stddev)),
  });

  it('leaves the wide beginning out, and says which step reaches furthest', () => {
    const { from, to, cut } = visibleRange([at(0, 60), ...[100, 200, 300, 400].map((step) => at(step, 4))]);
    expect(from).toBeGreaterThan(-12);
    expect(to).toBeLessThan(12);
    expect(cut?.step).toBe(0);
  });

  it('holds all of a single point but its outermost hundredths', () => {
    const { from, to } = visibleRange([at(0, 60)]);
    expect(to - from).toBeGreaterThan(200);
  });
});

describe('the range of values that are all the same', () => {
  const of = (...values: number[]) => [{ step: 0, histogram: histogramOf(Float32Array.from(values)) }];

  it.each([0, 1e-9, -3, 2.5e30])('lies around them: %d', (value) => {
    const single = Math.fround(value);
    const { from, to } = visibleRange(of(single, single));
    expect(from).toBeLessThan(single);
    expect(to).toBeGreaterThan(single);
    const shares = evenBins(histogramOf(Float32Array.of(single, single)), from, to, 64);
    expect(Math.max(...shares)).toBe(1);
    const labels = roundTicks(from, to, 6).map(axisText);
    expect(labels.length).toBeGreaterThan(1);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it('has distinct ticks where they are neighbours in single precision', () => {
    const { from, to } = visibleRange(of(2 ** 24, 2 ** 24 + 2));
    const labels = roundTicks(from, to, 6).map(axisText);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it('leaves out what was counted of no number at all', () => {
    const none = { step: 100, histogram: histogramOf(Float32Array.of(Number.NaN)) };
    const conditions = { ...initialConditions([], { inputScaling: 'centred' }) };
    expect(quantities([...of(1, 2), none], [], conditions)[0]?.points.map(({ step }) => step)).toEqual([0]);
  });
});

describe('an axis of values', () => {
  const ends = [100, 0] as const;

  it.each([
    ['all 0', [0, 0], [0, 0.05, 0.1]],
    ['a single one', [0.5], [0, 0.2, 0.4]],
    ['none a number', [Number.NaN, Number.POSITIVE_INFINITY], [0, 0.05, 0.1]],
  ])('has a height: %s', (_, values, ticks) => {
    expect(linearAxis(values, ends).ticks).toEqual(ticks);
  });

  it.each([
    ['a single one', [0.02], undefined, [0.01, 0.1]],
    ['a power of ten', [1], undefined, [1, 10]],
    ['0 beside the guide', [0], 1e-3, [1e-3, 1e-2]],
    ['none', [], undefined, [1, 10]],
    ['not finite', [Number.POSITIVE_INFINITY, 0.5], 1e-3, [1e-3, 1e-2, 0.1, 1]],
    ['far apart', [1e-30, 1e30], undefined, [1e-30, 1e-18, 1e-6, 1e6, 1e18, 1e30]],
  ])('has whole powers of ten where it is logarithmic: %s', (_, values, guide, ticks) => {
    const axis = logarithmicAxis(values, guide, ends);
    expect(axis.ticks).toEqual(ticks);
    expect(axis.place(ticks[0] ?? 0)).toBeCloseTo(100);
    expect(axis.ticks.every((tick) => axis.place(tick) >= 0 && axis.place(tick) <= 100)).toBe(true);
  });
});

describe('a curve', () => {
  const at = (...values: number[]) => values.map((y, x) => ({ x, y }));

  it('of one point is a dot, and so is a point between two gaps; a line ends at a gap', () => {
    expect(curvePaths(at(5))).toEqual({ lines: [], dots: ['M0.0,5.0h0'] });
    expect(curvePaths(at(5, Number.NaN, 7, Number.NEGATIVE_INFINITY, 1, 2))).toEqual({
      lines: ['M4.0,1.0L5.0,2.0'],
      dots: ['M0.0,5.0h0', 'M2.0,7.0h0'],
    });
    expect(curvePaths(at(Number.NaN))).toEqual({ lines: [], dots: [] });
  });
});

describe('an axis', () => {
  it('has round ticks', () => {
    expect(roundTicks(-143, 140, 6)).toEqual([-100, -50, 0, 50, 100]);
    expect(roundTicks(0, 0.35, 4)).toEqual([0, 0.1, 0.2, 0.3]);
  });

  it('of steps has none between two steps', () => {
    const upTo = (to: number) => ({ kind: 'linear', from: 0, to }) as const;
    expect(stepTicks(upTo(1), 6)).toEqual([0, 1]);
    expect(stepTicks(upTo(3), 6)).toEqual([0, 1, 2, 3]);
    expect(stepTicks(upTo(2000), 4)).toEqual([0, 500, 1000, 1500, 2000]);
  });

  it('names the first and the last of many steps', () => {
    const steps = Array.from({ length: 21 }, (_, index) => 100 * index);
    const chosen = evenlyChosen(steps, 5);
    expect(chosen).toEqual([0, 500, 1000, 1500, 2000]);
  });
});

describe('what is said of the logits', () => {
  it('is what the run’s own inputs do to them', () => {
    const explanationOf = (conditions: InitialConditions) => quantities([], [], conditions)[0]?.explanation;
    const centred = {
      inputScaling: 'centred',
      isAllZero: false,
      isNormalized: false,
      isConvolutional: false,
      identityLayers: [],
    } as const;
    expect(explanationOf(centred)).toContain('because raw pixels are large');
    expect(explanationOf({ ...centred, inputScaling: 'standardized' })).toContain(
      'because standardized inputs are small',
    );
    expect(explanationOf({ ...centred, isAllZero: true })).toContain('They all start at 0');
    expect(explanationOf({ ...centred, isNormalized: true, isConvolutional: true })).toContain(
      'because batch normalization',
    );
  });
});

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}
