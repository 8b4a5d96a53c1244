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
/** Half the size of a plus sign, as a share of the width and of the height. */
const halfMark = { width: 0.012, height: 0.025 };
/** tfjs-vis draws one value a step: what stands upright is a hair's breadth wide, as a share of the width. */
const hair = 1e-6;

export interface ChartArea {
  /** The right end. */
  readonly lastStep: number;
  /** The highest value. */
  readonly top: number;
}

/**
 * Puts curves with different steps on common ones. Between its points a curve runs straight; dashes and gaps are made by
 * leaving values out, for tfjs-vis draws only full lines.
 */
export function chartRows(curves: readonly Curve[], area: ChartArea): ChartRows {
  const { lastStep } = area;
  const steps = new Set<number>([0, lastStep]);
  for (const curve of curves) {
    for (const step of stepsOf(curve, area)) steps.add(step);
  }
  const sorted = [...steps].filter((step) => step >= 0 && step <= lastStep).sort((a, b) => a - b);
  return {
    steps: sorted,
    values: curves.map((curve) => sorted.map((step) => drawnValue(curve, step, area))),
  };
}

function stepsOf(curve: Curve, area: ChartArea): number[] {
  switch (curve.shape) {
    case 'line':
      return thinnedSteps(curve.points, rowsPerCurve);
    case 'dashes':
    case 'level':
      // Both ends of each dash, and the middle of the gap after it.
      return Array.from({ length: dashCount }, (_, i) =>
        [2 * i, 2 * i + 1, 2 * i + 1.5].map((place) => place * dashOf(area)),
      ).flat();
    case 'marks':
    case 'uprights':
      return outlinesOf(curve, area).flatMap((outline) => [
        gapBefore(outline, area),
        ...outline.map(({ step }) => step),
      ]);
  }
}

function drawnValue(curve: Curve, step: number, area: ChartArea): number | null {
  switch (curve.shape) {
    case 'line':
      return valueAt(curve.points, step);
    case 'dashes':
      return isOnDash(step, dashOf(area)) ? valueAt(curve.points, step) : null;
    case 'level':
      return isOnDash(step, dashOf(area)) ? (curve.points[0]?.value ?? null) : null;
    case 'marks':
    case 'uprights':
      return outlinesOf(curve, area).reduce<number | null>(
        (value, outline) => (step === gapBefore(outline, area) ? null : (valueAt(outline, step) ?? value)),
        null,
      );
  }
}

/** What is drawn of each point that stands for itself, from left to right. */
function outlinesOf({ shape, points }: Curve, { lastStep, top }: ChartArea): CurvePoint[][] {
  const breadth = hair * lastStep;
  const half = halfMark.height * top;
  return points.map(({ step, value }) => {
    const upright = step - breadth;
    return shape === 'uprights'
      ? [
          { step: upright, value: 0 },
          { step, value: top },
        ]
      : [
          { step: step - halfMark.width * lastStep, value },
          { step: upright - 2 * breadth, value },
          { step: upright - breadth, value: value - half },
          { step: upright, value: value + half },
          { step, value },
          { step: step + halfMark.width * lastStep, value },
        ];
  });
}

/** Where nothing is drawn, so that no line leads from one outline to the next. */
function gapBefore([first]: readonly CurvePoint[], { lastStep }: ChartArea): number {
  return (first?.step ?? 0) - hair * lastStep;
}

function dashOf({ lastStep }: ChartArea): number {
  return lastStep / (2 * dashCount);
}

function isOnDash(step: number, dash: number): boolean {
  // The ends of dashes are multiples of their length only as far as numbers are exact.
  const allowance = 1e-9;
  return (step / dash + allowance) % 2 <= 1 + 2 * allowance;
}
