import { describe, expect, it } from 'vitest';
import { CurvePoints, smoothed, thinned } from '../../../src/ui/charts/curvePoints.ts';

const points = (...values: [number, number][]): CurvePoints =>
  CurvePoints.of(values.map(([step, value]) => ({ step, value })));

describe('a curve', () => {
  it('has a value between its points, on the straight line, and none outside or beside a gap', () => {
    const curve = points([0, 1], [10, 3], [20, Number.NaN], [30, 3]);
    expect([-1, 0, 5, 10, 15, 20, 30, 31].map((step) => curve.valueAt(step))).toEqual([
      ...[null, 1, 2, 3],
      ...[null, null, 3, null],
    ]);
  });
});

describe('smoothing', () => {
  it('leaves a constant constant from its first point on', () => {
    const flat = points([0, 3], [10, 3], [20, 3]);
    for (const { value } of smoothed(flat, 0.9, 10)) expect(value).toBeCloseTo(3, 12);
  });

  it('at weight 0 changes nothing', () => {
    const curve = points([0, 3], [10, 1], [20, 7]);
    expect(smoothed(curve, 0, 10)).toEqual(curve);
  });

  it('lets the past weigh less where points lie further apart', () => {
    const near = smoothed(points([0, 0], [10, 1]), 0.5, 10).lastValue ?? 0;
    const far = smoothed(points([0, 0], [100, 1]), 0.5, 10).lastValue ?? 0;
    expect(near).toBeCloseTo(2 / 3, 12);
    expect(far).toBeGreaterThan(0.99);
  });
});

describe('thinning', () => {
  it('keeps the ends, and a peak that a single point makes', () => {
    const curve = CurvePoints.of(
      Array.from({ length: 5_000 }, (_, i) => ({ step: 10 * i, value: i === 2_345 ? 99 : 1 })),
    );
    const few = thinned(curve, 200);
    expect(few.length).toBeLessThanOrEqual(200);
    expect(few.steps[0]).toBe(0);
    expect(few.steps.at(-1)).toBe(49_990);
    expect(few.valueAt(23_450)).toBe(99);
  });
});
