import { describe, expect, it } from 'vitest';
import { type AxisScale, shareAt, valueAtShare } from '../../../src/ui/charts/axisScale.ts';
import { around, CurvePoints, within } from '../../../src/ui/charts/curvePoints.ts';
import { lastStep, nearestStep, stepByKey } from '../../../src/ui/charts/measuredSteps.ts';
import {
  dotsAt,
  nearestReadings,
  type ReadableCurve,
  type ReadableDrawing,
  readingsAt,
  stepAtPlace,
} from '../../../src/ui/charts/reading.ts';
import { draggedRange, zoomedAround } from '../../../src/ui/charts/stepRange.ts';
import { axisText, stepTicks, valueTicks } from '../../../src/ui/charts/ticks.ts';
import { toggled } from '../../../src/ui/charts/useChartView.ts';

const points = (...values: [number, number][]): CurvePoints =>
  CurvePoints.of(values.map(([step, value]) => ({ step, value })));

const whole = { from: 0, to: 1_000 };

const scales: readonly AxisScale[] = [
  { kind: 'linear', from: -3, to: 12 },
  { kind: 'logarithmic', from: 0.002, to: 5e6 },
  { kind: 'logarithmic from 0', from: 0, to: 2_030 },
];

describe('an axis', () => {
  it.each(scales)('has each value at one place: $kind', (scale) => {
    expect(shareAt(scale, scale.from)).toBe(0);
    expect(shareAt(scale, scale.to)).toBe(1);
    for (const share of [0, 0.1, 0.5, 0.99, 1]) {
      expect(shareAt(scale, valueAtShare(scale, share))).toBeCloseTo(share, 10);
    }
  });

  it.each([1, 2, 3, 5, 10, 37, 2_000, 1e6])(
    'has whole steps, each once, whatever its scale: up to %d',
    (to) => {
      for (const kind of ['linear', 'logarithmic from 0'] as const) {
        for (const from of [0, Math.floor(to / 3), to - 1]) {
          for (const count of [2, 5, 12]) {
            const ticks = stepTicks({ kind, from, to: to * 1.015 }, count);
            expect(ticks.every((tick) => Number.isInteger(tick) && tick >= from && tick <= to * 1.015)).toBe(
              true,
            );
            expect(new Set(ticks).size).toBe(ticks.length);
            expect(ticks.length).toBeGreaterThan(0);
            expect(ticks.length).toBeLessThanOrEqual(2 * count + 1);
          }
        }
      }
    },
  );

  it('has ticks with room between them where it is logarithmic', () => {
    expect(valueTicks({ kind: 'logarithmic', from: 1, to: 100 }, 6)).toEqual([1, 2, 5, 10, 20, 50, 100]);
    expect(valueTicks({ kind: 'logarithmic', from: 1e-3, to: 1e30 }, 5).length).toBeLessThanOrEqual(7);
    const decades = valueTicks({ kind: 'logarithmic from 0', from: 0, to: 2_000 }, 6);
    expect(decades).toEqual(expect.arrayContaining([0, 100, 1_000]));
  });

  it('has round numbers where it spans no power of ten', () => {
    const ticks = valueTicks({ kind: 'logarithmic', from: 2.1, to: 2.4 }, 4);
    expect(ticks).toEqual([2.1, 2.2, 2.3, 2.4]);
  });

  it('writes numbers short', () => {
    expect([250, 0.05, 2e-5, 1e30, 0].map(axisText)).toEqual(['250', '0.05', '2e−5', '1e30', '0']);
  });
});

describe('the step that is pointed at', () => {
  const own = points([0, 1], [10, 1], [20, 1], [999, 1]);
  const test = points([1_000, 1]);
  const sparse = points([15, 1]);

  it('is the nearest at which any curve was measured', () => {
    expect(nearestStep([own, sparse], 14, whole)).toBe(15);
    expect(nearestStep([own, sparse], 18, whole)).toBe(20);
    expect(nearestStep([own, test], 5_000, whole)).toBe(1_000);
    expect(nearestStep([own], -5, whole)).toBe(0);
    expect(nearestStep([points()], 3, whole)).toBeNull();
  });

  it('is one that is shown', () => {
    expect(nearestStep([own], 15, { from: 500, to: 1_000 })).toBe(999);
    expect(nearestStep([own], 0, { from: 5, to: 1_000 })).toBe(10);
    expect(nearestStep([own], 700, { from: 500, to: 900 })).toBeNull();
  });

  it.each([
    ['ArrowRight', 10, 15],
    ['ArrowRight', 999, 1_000],
    ['ArrowRight', 1_000, 1_000],
    ['ArrowLeft', 20, 15],
    ['ArrowLeft', 0, 0],
    ['Home', 20, 0],
    ['End', 20, 1_000],
    ['PageDown', 120, 20],
    ['PageUp', 910, 1_000],
  ])('is walked by %s: from %d to %d', (key, from, to) => {
    expect(stepByKey(key, [own, sparse, test], from, whole)).toBe(to);
  });

  it('stays for other keys', () => {
    expect(stepByKey('a', [own], 10, whole)).toBeNull();
  });

  it('stays among those that are shown', () => {
    expect(stepByKey('End', [own], 10, { from: 5, to: 100 })).toBe(20);
    expect(stepByKey('Home', [own], 10, { from: 5, to: 100 })).toBe(10);
    expect(stepByKey('ArrowLeft', [own], 10, { from: 5, to: 100 })).toBe(10);
    expect(lastStep([points()], whole)).toBeNull();
  });
});

describe('what is read at a step', () => {
  const curve = (look: Partial<ReadableCurve>): ReadableCurve => ({
    ...{ key: 'loss', name: 'Loss', mark: 'line', colour: 'red', points: points([0, 3], [10, 1]) },
    ...look,
  });
  const drawing = (...curves: ReadableCurve[]): ReadableDrawing => ({
    area: { left: 40, top: 10, width: 200, height: 100 },
    steps: { kind: 'linear', from: 0, to: 100 },
    values: { kind: 'linear', from: 0, to: 4 },
    curves,
  });

  it('is the measured value, and beside it the one on the smoothed line', () => {
    const smoothed = curve({ measured: points([0, 3], [10, 2]) });
    expect(readingsAt([smoothed], 10)).toEqual([
      { curve: smoothed, value: 2, isBetween: false, smoothed: 1 },
    ]);
  });

  it('says where it lies between two measured ones, and is nothing outside the curve', () => {
    expect(readingsAt([curve({})], 5)).toMatchObject([{ value: 2, isBetween: true, smoothed: null }]);
    expect(readingsAt([curve({})], 11)).toEqual([]);
  });

  it('is nothing between two plus signs, and nothing of a level', () => {
    const test = curve({ mark: 'plus' });
    expect(readingsAt([test], 5)).toEqual([]);
    expect(readingsAt([test], 10)).toMatchObject([{ value: 1, isBetween: false }]);
    expect(readingsAt([curve({ mark: 'horizontal' }), curve({ tellsValue: 'never' })], 10)).toEqual([]);
  });

  it('is told of the curves that are nearest to the pointer where there are many', () => {
    const curves = [4, 1, 3, 2].map((value) =>
      curve({ key: `at ${value}`, points: points([0, value], [10, value]) }),
    );
    const near = (y: number, count: number) =>
      nearestReadings(readingsAt(curves, 10), drawing(), y, count).map(({ value }) => value);
    expect(near(10, 2)).toEqual([4, 3]);
    expect(near(110, 2)).toEqual([1, 2]);
    expect(near(60, 4)).toEqual([4, 1, 3, 2]);
    const logarithmic = { ...drawing(), values: { kind: 'logarithmic', from: 1, to: 4 } } as const;
    const zeros = [0, 3, 0].map((value) => curve({ points: points([0, value], [10, value]) }));
    const [nearest] = nearestReadings(readingsAt(zeros, 10), logarithmic, 110, 1);
    expect(nearest?.value).toBe(3);
  });

  it('has a dot on each curve that is within the axes', () => {
    const above = curve({ key: 'above', points: points([0, 8], [10, 6]) });
    const raw = curve({ key: 'raw', tellsValue: 'never' });
    const dots = dotsAt(drawing(curve({}), above, raw), 10);
    expect(dots.map(({ curve: { key }, x, y }) => [key, x, y])).toEqual([
      ['loss', 60, 85],
      ['raw', 60, 85],
    ]);
  });

  it('is at the place of the pointer, at an end where that is outside', () => {
    expect([0, 40, 140, 500].map((x) => stepAtPlace(drawing(), x))).toEqual([0, 0, 50, 100]);
  });
});

describe('a zoom', () => {
  it('has the steps that were dragged over, in whichever direction', () => {
    expect(draggedRange(200.4, 99.7, whole)).toEqual({ from: 100, to: 200 });
    expect(draggedRange(-10, 99.7, whole)).toEqual({ from: 0, to: 100 });
    expect(draggedRange(900, 2_000, whole)).toEqual({ from: 900, to: 1_000 });
    expect(draggedRange(5.1, 5.4, whole)).toBeNull();
  });

  it('by keys keeps the step that is read in its place, and ends where all steps are shown', () => {
    expect(zoomedAround(200, whole, 0.5, whole)).toEqual({ from: 100, to: 600 });
    expect(zoomedAround(200, { from: 100, to: 600 }, 2, whole)).toBeNull();
    expect(zoomedAround(7, { from: 7, to: 8 }, 0.5, whole)).toEqual({ from: 7, to: 8 });
  });

  it('shows the points between its ends; lines are drawn from a neighbour on either side', () => {
    const curve = points([0, 1], [10, 2], [20, 3], [30, 4], [40, 5]);
    expect([...within(curve, 10, 30)].map(({ step }) => step)).toEqual([10, 20, 30]);
    expect([...within(curve, 11, 29)].map(({ step }) => step)).toEqual([20]);
    expect([...around(curve, 11, 29)].map(({ step }) => step)).toEqual([10, 20, 30]);
    expect([...around(curve, 0, 99)]).toHaveLength(5);
  });
});

it('a press in the legend hides a curve, a second one shows it', () => {
  const hidden = toggled(new Set(['a']), 'b');
  expect([...hidden]).toEqual(['a', 'b']);
  expect([...toggled(hidden, 'a')]).toEqual(['b']);
});
