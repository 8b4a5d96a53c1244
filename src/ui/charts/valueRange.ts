import type { CurvePoint, CurvePoints } from './curvePoints.ts';
import type { Curve } from './series.ts';

export interface ValueRange {
  readonly top: number;
  /** Points of the run above the top, which are not drawn. */
  readonly hidden: readonly CurvePoint[];
}

/** What guessing costs with ten classes: a loss of a few times this is still worth looking at. */
const lossOfGuessing = Math.log(10);
/** Values this many times above the usual ones would press those to the ground. */
const farAbove = 5;

/** Accuracies are shares. The top is a round number that leaves room, so that it does not move at each draw. */
export function accuracyRange(curves: readonly Curve[]): ValueRange {
  const highest = Math.max(0.5, ...curves.map(({ points }) => Math.max(...finite(points.values))));
  return { top: Math.min(1, Math.ceil(highest * 10 + 0.2) / 10), hidden: [] };
}

/**
 * With raw pixels the loss starts near 100 and falls below 3, and before it stops being a number it grows without end: on
 * an axis for all of it nothing would be seen of the part that matters. So the first tenth leaves the chart, and what lies
 * far above the lower quarter of the rest; the chart says so. Of another run at least the lowest value is in sight.
 */
export function lossRange(curves: readonly Curve[], lastMeasuredStep: number): ValueRange {
  const own = curves.filter(({ style }) => style === 'train-pale').map((curve) => curve.points);
  const others = curves.filter(({ style }) => style.startsWith('overlay')).map((curve) => curve.points);
  const highest = Math.max(
    ...(own.some(({ length }) => length > 0) ? own : others).map((run) =>
      highestWorthSeeing(run, lastMeasuredStep),
    ),
    ...others.map((run) => 1.2 * Math.min(...finite(run.values))).filter(Number.isFinite),
    1e-3,
  );
  const top = roundedUp(highest * 1.05);
  return { top, hidden: own.flatMap((run) => pointsAbove(run, top)) };
}

function highestWorthSeeing(points: CurvePoints, lastMeasuredStep: number): number {
  const first = points.steps.findIndex((step) => step > lastMeasuredStep / 10);
  const isEnough = first >= 0 && points.length - first >= 3;
  const values = finite(points.values.subarray(isEnough ? first : 0)).sort();
  const usual = values[Math.floor(values.length / 4)] ?? 0;
  const limit = farAbove * Math.max(usual, lossOfGuessing);
  return values.findLast((value) => value <= limit) ?? 0;
}

function pointsAbove({ steps, values }: CurvePoints, top: number): CurvePoint[] {
  const above: CurvePoint[] = [];
  // At every report: to go through all of them as points would leave an object behind for each.
  values.forEach((value, index) => {
    if (value > top) above.push({ step: steps[index] ?? 0, value });
  });
  return above;
}

function finite(values: Float64Array): Float64Array {
  return values.filter(Number.isFinite);
}

/** The next of 1, 1.5, 2, 3, 4, 5, 6, 8, 10 times a power of ten. */
function roundedUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((candidate) => candidate * power >= value) ?? 10;
  return Number((factor * power).toPrecision(2));
}
