import type { Curve, CurvePoint } from './series.ts';

export interface ValueRange {
  readonly top: number;
  /** Points above the top, which are not drawn. */
  readonly hidden: readonly CurvePoint[];
}

/** Accuracies are shares. The top is a round number that leaves room, so that it does not move at each draw. */
export function accuracyRange(curves: readonly Curve[]): ValueRange {
  const highest = Math.max(0.5, ...finiteValues(curves.flatMap(({ points }) => points)));
  return { top: Math.min(1, Math.ceil(highest * 10 + 0.2) / 10), hidden: [] };
}

/**
 * With raw pixels the loss starts near 100 and falls below 3: on an axis for both nothing would be seen of the part that
 * matters. After the first tenth the top is the highest of what follows; the beginning then leaves the chart, and the chart
 * says so.
 */
export function lossRange(curves: readonly Curve[], lastMeasuredStep: number): ValueRange {
  const points = curves.filter(({ style }) => style === 'train-pale').flatMap((curve) => curve.points);
  const later = points.filter(({ step }) => step > lastMeasuredStep / 10);
  const highest = Math.max(...finiteValues(later.length >= 3 ? later : points), 1e-3);
  const top = roundedUp(highest * 1.05);
  return { top, hidden: points.filter(({ value }) => value > top) };
}

function finiteValues(points: readonly CurvePoint[]): number[] {
  return points.map(({ value }) => value).filter(Number.isFinite);
}

/** The next of 1, 1.5, 2, 3, 4, 5, 6, 8, 10 times a power of ten. */
function roundedUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((candidate) => candidate * power >= value) ?? 10;
  return factor * power;
}
