import { type Curve, type CurvePoint, valueAt } from './series.ts';
import { thinnedSteps } from './thin.ts';

/** A chart's values on common steps: what tfjs-vis wants. A null interrupts a curve. */
export interface ChartRows {
  /** Ascending, without repetition. */
  readonly steps: readonly number[];
  /** One list for each curve, as long as `steps`. */
  readonly values: readonly (readonly (number | null)[])[];
}

/** Enough for the width of a chart; each further row costs at every drawing. */
const rowsPerCurve = 80;
/** Dashes across the whole width; each is followed by a gap of its own length. */
const dashCount = 40;
/** Half the length of a bar, as a share of the width. */
const halfBar = 0.02;

/**
 * Puts curves with different steps on common ones. Between its points a curve runs straight; dashes and gaps are made by
 * leaving values out, for tfjs-vis draws only full lines.
 *
 * @param lastStep the right end of the chart
 */
export function chartRows(curves: readonly Curve[], lastStep: number): ChartRows {
  const dash = lastStep / (2 * dashCount);
  const steps = new Set<number>([0, lastStep]);
  for (const curve of curves) {
    for (const step of stepsOf(curve, lastStep, dash)) steps.add(step);
  }
  const sorted = [...steps].filter((step) => step >= 0 && step <= lastStep).sort((a, b) => a - b);
  return {
    steps: sorted,
    values: curves.map((curve) => sorted.map((step) => drawnValue(curve, step, lastStep, dash))),
  };
}

function stepsOf({ shape, points }: Curve, lastStep: number, dash: number): number[] {
  switch (shape) {
    case 'line':
      return thinnedSteps(points, rowsPerCurve);
    case 'dashes':
      // Both ends of each dash, and the middle of the gap after it.
      return Array.from({ length: dashCount }, (_, i) =>
        [2 * i, 2 * i + 1, 2 * i + 1.5].map((place) => place * dash),
      ).flat();
    case 'bars':
      return points.flatMap(({ step }) => [
        Math.max(0, step - halfBar * lastStep),
        step,
        Math.min(lastStep, step + halfBar * lastStep),
      ]);
  }
}

function drawnValue({ shape, points }: Curve, step: number, lastStep: number, dash: number): number | null {
  switch (shape) {
    case 'line':
      return valueAt(points, step);
    case 'dashes':
      return isOnDash(step, dash) ? valueAt(points, step) : null;
    case 'bars':
      return barAt(points, step, halfBar * lastStep * 1.0001);
  }
}

function isOnDash(step: number, dash: number): boolean {
  const place = (step / dash) % 2;
  return place <= 1 + 1e-9;
}

function barAt(points: readonly CurvePoint[], step: number, reach: number): number | null {
  return points.findLast((point) => Math.abs(point.step - step) <= reach)?.value ?? null;
}
