import type { CurvePoint, CurvePoints } from './curvePoints.ts';

/** The y axis of a chart. */
export interface ValueRange {
  /** 0 on a linear axis, more on a logarithmic one. */
  readonly bottom: number;
  readonly top: number;
  /** Numbers measured in the run above the top, which are not drawn. */
  readonly hidden: readonly CurvePoint[];
}

/** What guessing costs with ten classes: a loss of a few times this is still worth looking at. */
const lossOfGuessing = Math.log(10);
/** Values this many times above the usual ones would press those to the ground. */
const farAbove = 5;
/** Three decades above the best loss, or above 1: a run that memorizes its images comes close to 0. */
const wideSpan = 1_000;

/** Accuracies are shares. The top is a round number that leaves room, so that it does not move at each draw. */
export function accuracyRange(curves: readonly CurvePoints[]): ValueRange {
  const highest = Math.max(0.5, ...curves.map(({ values }) => finite(values).reduce(highestOf, 0)));
  return { bottom: 0, top: Math.min(1, Math.ceil(highest * 10 + 0.2) / 10), hidden: [] };
}

/**
 * With raw pixels the loss starts near 100 and falls below 3, and before it stops being a number it grows without end: on
 * an axis for all of it nothing would be seen of the part that matters. So the first tenth leaves the chart, and what lies
 * far above the lower quarter of the rest; the chart says so. Of another run at least the lowest value is in sight. Where a run
 * grows from its beginning by decades, the axis is logarithmic, and has all of it.
 *
 * @param own the run's losses as measured; without any, the others decide
 */
export function lossRange(own: CurvePoints, others: readonly CurvePoints[]): ValueRange {
  const highest = Math.max(
    ...(own.length > 0 ? [own] : others).map(highestWorthSeeing),
    ...others
      .map(({ values }) => 1.2 * finite(values).reduce(lowestOf, Number.POSITIVE_INFINITY))
      .filter(Number.isFinite),
    0,
  );
  // Where every loss is 0, any axis will do.
  const top = highest === 0 ? 1 : roundedUp(highest * 1.05);
  if (growsFromItsBeginning(own)) return logarithmicRange([own, ...others]);
  return { bottom: 0, top, hidden: pointsAbove(own, top) };
}

function highestWorthSeeing(points: CurvePoints): number {
  const sorted = sortedBehindStart(points);
  const limit = farAbove * Math.max(lowerQuarter(sorted), lossOfGuessing);
  return sorted.findLast((value) => value <= limit) ?? 0;
}

/** Whether most of the run lies far above the best that it had, and the worst by decades: a linear axis would show hardly any of it. */
function growsFromItsBeginning(points: CurvePoints): boolean {
  const sorted = sortedBehindStart(points);
  const best = Math.max(1, finite(points.values).reduce(lowestOf, Number.POSITIVE_INFINITY));
  return lowerQuarter(sorted) > 10 * best && (sorted.at(-1) ?? 0) > wideSpan * best;
}

/** The powers of ten around all values. */
function logarithmicRange(curves: readonly CurvePoints[]): ValueRange {
  const values = curves.flatMap((curve) => [...finite(curve.values)]).filter((value) => value > 0);
  const power = (value: number, round: (exact: number) => number) => Number(`1e${round(Math.log10(value))}`);
  return {
    bottom: power(values.reduce(lowestOf), Math.floor),
    top: power(values.reduce(highestOf), Math.ceil),
    hidden: [],
  };
}

/** The numbers behind the first tenth, or all where they are few. */
function sortedBehindStart({ steps, values, length }: CurvePoints): Float64Array {
  const first = steps.findIndex((step) => step > (steps.at(-1) ?? 0) / 10);
  const isEnough = first >= 0 && length - first >= 3;
  return finite(values.subarray(isEnough ? first : 0)).sort();
}

function lowerQuarter(sorted: Float64Array): number {
  return sorted[Math.floor(sorted.length / 4)] ?? 0;
}

function pointsAbove({ steps, values }: CurvePoints, top: number): CurvePoint[] {
  const above: CurvePoint[] = [];
  // At every report: to go through all of them as points would leave an object behind for each.
  values.forEach((value, index) => {
    if (value > top && Number.isFinite(value)) above.push({ step: steps[index] ?? 0, value });
  });
  return above;
}

function highestOf(a: number, b: number): number {
  return Math.max(a, b);
}

function lowestOf(a: number, b: number): number {
  return Math.min(a, b);
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
