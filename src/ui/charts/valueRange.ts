import type { AxisScale } from './axisScale.ts';
import type { CurvePoints } from './curvePoints.ts';
import { roundTicks } from './ticks.ts';

/** How losses are spread along their axis; `automatic` is logarithmic where a linear axis would show hardly any of the run. */
export type LossScale = 'automatic' | 'linear' | 'logarithmic';

/** What guessing costs with ten classes: a loss of a few times this does not press the others to the ground. */
const lossOfGuessing = Math.log(10);
/** Values this many times above the usual ones would. */
const farAbove = 5;
/** Below the lowest loss, an axis follows the smaller parts of the sum for three decades. */
const wideSpan = 1_000;

/** Accuracies are shares. The top is a round number that leaves room, so that it does not move at each draw. */
export function accuracyRange(curves: readonly CurvePoints[]): AxisScale {
  const highest = Math.max(0.5, ...curves.map(highestOf));
  return { kind: 'linear', from: 0, to: Math.min(1, Math.ceil(highest * 10 + 0.2) / 10) };
}

/**
 * An axis that has all that is measured. With raw pixels the loss starts near 100 and falls below 3, and before it stops being a
 * number it grows without end: a linear axis for all of it would show nothing of the part that matters.
 *
 * @param losses of each run that is drawn, as measured. They decide about the scale
 * @param curves all that is drawn
 */
export function lossRange(
  losses: readonly CurvePoints[],
  curves: readonly CurvePoints[],
  scale: LossScale,
): AxisScale {
  const highest = Math.max(0, ...curves.map(highestOf));
  const usual = Math.max(Math.min(...losses.map(lowerQuarter)), lossOfGuessing);
  if (scale === 'logarithmic' || (scale === 'automatic' && highest > farAbove * usual)) {
    return logarithmicRange(losses, curves);
  }
  // Where every loss is 0, any axis will do.
  return { kind: 'linear', from: 0, to: highest === 0 ? 1 : roundedUp(highest * 1.05) };
}

/** The values that a part of the steps has, between two round numbers. */
export function fittedRange(curves: readonly CurvePoints[]): AxisScale {
  const lowest = Math.min(...curves.map(lowestOf));
  const highest = Math.max(...curves.map(highestOf));
  if (!Number.isFinite(lowest) || !Number.isFinite(highest)) return { kind: 'linear', from: 0, to: 1 };
  const span = highest - lowest || Math.abs(highest) || 1;
  const [first = 0, second = 1] = roundTicks(0, span, 5);
  const step = second - first;
  const from = Math.floor((lowest - 0.02 * span) / step) * step;
  const to = Math.ceil((highest + 0.02 * span) / step) * step;
  // Neither a loss nor an accuracy is below 0.
  return { kind: 'linear', from: Math.max(0, Number(from.toPrecision(12))), to: Number(to.toPrecision(12)) };
}

/** From one of 1, 2 and 5 times a power of ten to another. */
function logarithmicRange(losses: readonly CurvePoints[], curves: readonly CurvePoints[]): AxisScale {
  const values = positive(curves);
  if (values.length === 0) return { kind: 'logarithmic', from: 0.1, to: 1 };
  const least = positive(losses).reduce(smaller, Number.POSITIVE_INFINITY);
  const lowest = values.reduce(smaller);
  const floor = Number.isFinite(least) ? Math.max(lowest, least / wideSpan) : lowest;
  const from = roundFigure(floor, (figures) => figures.findLast((figure) => figure <= floor));
  const highest = Math.max(values.reduce(greater), 2 * from);
  return {
    kind: 'logarithmic',
    from,
    to: roundFigure(highest, (figures) => figures.find((figure) => figure >= highest)),
  };
}

function positive(curves: readonly CurvePoints[]): number[] {
  return curves.flatMap(({ values }) => [...finite(values)]).filter((value) => value > 0);
}

function roundFigure(value: number, pick: (ascending: readonly number[]) => number | undefined): number {
  const exponent = Math.floor(Math.log10(value));
  const figures = [-1, 0, 1].flatMap((offset) =>
    [1, 2, 5].map((factor) => Number(`${factor}e${exponent + offset}`)),
  );
  return pick(figures) ?? value;
}

function lowerQuarter({ values }: CurvePoints): number {
  const sorted = finite(values).sort();
  return sorted[Math.floor(sorted.length / 4)] ?? 0;
}

function highestOf({ values }: CurvePoints): number {
  return finite(values).reduce(greater, Number.NEGATIVE_INFINITY);
}

function lowestOf({ values }: CurvePoints): number {
  return finite(values).reduce(smaller, Number.POSITIVE_INFINITY);
}

function greater(a: number, b: number): number {
  return Math.max(a, b);
}

function smaller(a: number, b: number): number {
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
