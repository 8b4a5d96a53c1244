import { type AxisScale, shareAt, valueAtShare } from './axisScale.ts';
import type { Curve } from './curve.ts';
import { type CurvePoints, firstAt } from './curvePoints.ts';
import type { StepRange } from './stepRange.ts';

/** Between the axes of a drawing, in CSS pixels from the drawing's upper left corner. */
export interface PlotArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A curve in any CSS colour. */
export interface ReadableCurve extends Omit<Curve, 'colour'> {
  readonly colour: string;
}

/** What stands on the page, and where: values are read from this, whatever was measured since. */
export interface ReadableDrawing {
  readonly area: PlotArea;
  readonly steps: AxisScale;
  readonly values: AxisScale;
  readonly curves: readonly ReadableCurve[];
}

/** What a curve has at a step. */
export interface Reading {
  readonly curve: ReadableCurve;
  /** As measured, or on the straight line between two measured values. */
  readonly value: number;
  readonly isBetween: boolean;
  /** On a smoothed line; null where the line goes through the measured values. */
  readonly smoothed: number | null;
}

/** A place on a curve, in CSS pixels from the drawing's upper left corner. */
export interface Dot {
  readonly curve: ReadableCurve;
  readonly x: number;
  readonly y: number;
}

/** The value of each curve that has one at the step. */
export function readingsAt(curves: readonly ReadableCurve[], step: number): Reading[] {
  return curves.flatMap((curve) => {
    const { points, measured = points, tellsValue } = curve;
    const value = valueOn(curve, measured, step);
    if (tellsValue === 'never' || value === null) return [];
    const isBetween = measured.steps[firstAt(measured.steps, step)] !== step;
    return [{ curve, value, isBetween, smoothed: measured === points ? null : points.valueAt(step) }];
  });
}

/**
 * The readings that are drawn nearest to a height, in the order in which they are given.
 *
 * @param y pixels from the drawing's upper edge
 */
export function nearestReadings(
  readings: readonly Reading[],
  drawing: Pick<ReadableDrawing, 'area' | 'values'>,
  y: number,
  count: number,
): Reading[] {
  const distance = ({ value, smoothed }: Reading) => {
    const place = placeOfShare(drawing, shareAt(drawing.values, smoothed ?? value));
    // A logarithmic axis has no place for 0.
    return Number.isFinite(place) ? Math.abs(place - y) : Number.MAX_VALUE;
  };
  const nearest = new Set(
    [...readings].sort((one, other) => distance(one) - distance(other)).slice(0, count),
  );
  return readings.filter((reading) => nearest.has(reading));
}

/** Where the curves cross the step, within the axes. */
export function dotsAt({ area, steps, values, curves }: ReadableDrawing, step: number): Dot[] {
  return curves.flatMap((curve) => {
    const value = valueOn(curve, curve.points, step);
    const share = value === null ? Number.NaN : shareAt(values, value);
    if (!(share >= 0 && share <= 1)) return [];
    return [{ curve, x: placeOfStep({ area, steps }, step), y: placeOfShare({ area }, share) }];
  });
}

/** The points at whose steps one can stop. */
export function stopsOf(curves: readonly ReadableCurve[]): CurvePoints[] {
  return curves.filter(isOverSteps).map(({ points }) => points);
}

export function rangeOf({ steps }: Pick<ReadableDrawing, 'steps'>): StepRange {
  return { from: steps.from, to: steps.to };
}

/** Pixels from the drawing's left edge. */
export function placeOfStep({ area, steps }: Pick<ReadableDrawing, 'area' | 'steps'>, step: number): number {
  return area.left + shareAt(steps, step) * area.width;
}

/** Pixels from the drawing's upper edge. */
function placeOfShare({ area }: Pick<ReadableDrawing, 'area'>, share: number): number {
  return area.top + (1 - share) * area.height;
}

/** The step, not a whole one, that is drawn `x` pixels from the left edge; the nearest end outside the axes. */
export function stepAtPlace({ area, steps }: Pick<ReadableDrawing, 'area' | 'steps'>, x: number): number {
  return valueAtShare(steps, Math.min(1, Math.max(0, (x - area.left) / area.width)));
}

export function isInArea({ left, top, width, height }: PlotArea, x: number, y: number): boolean {
  return x >= left && x <= left + width && y >= top && y <= top + height;
}

function isOverSteps({ mark }: Pick<Curve, 'mark'>): boolean {
  return mark === 'line' || mark === 'plus';
}

function valueOn(curve: ReadableCurve, points: CurvePoints, step: number): number | null {
  if (!isOverSteps(curve)) return null;
  // No line leads from one plus sign to the next.
  if (curve.mark === 'plus' && points.steps[firstAt(points.steps, step)] !== step) return null;
  return points.valueAt(step);
}
