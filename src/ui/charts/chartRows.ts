import { CurvePoints } from './curvePoints.ts';
import type { Curve } from './series.ts';
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
  const drawn = curves.map((curve) => drawnCurve(curve, area));
  const steps = new Set([0, lastStep, ...drawn.flatMap((curve) => curve.steps)]);
  const sorted = [...steps].filter((step) => step >= 0 && step <= lastStep).sort((a, b) => a - b);
  return { steps: sorted, values: drawn.map((curve) => sorted.map(curve.valueAt)) };
}

/** What a curve asks of the common steps, and what it has at each of them. */
interface DrawnCurve {
  readonly steps: readonly number[];
  readonly valueAt: (step: number) => number | null;
}

function drawnCurve(curve: Curve, area: ChartArea): DrawnCurve {
  const { shape, points } = curve;
  switch (shape) {
    case 'line':
      return { steps: thinnedSteps(points, rowsPerCurve), valueAt: (step) => points.valueAt(step) };
    case 'dashes':
      return dashed(area, (step) => points.valueAt(step));
    case 'level':
      return dashed(area, () => points.values[0] ?? null);
    case 'marks':
    case 'uprights':
      return outlined(outlinesOf(curve, area), area);
  }
}

function dashed({ lastStep }: ChartArea, valueOnDash: DrawnCurve['valueAt']): DrawnCurve {
  const dash = lastStep / (2 * dashCount);
  return {
    // Both ends of each dash, and the middle of the gap after it.
    steps: Array.from({ length: dashCount }, (_, i) =>
      [2 * i, 2 * i + 1, 2 * i + 1.5].map((place) => place * dash),
    ).flat(),
    valueAt: (step) => (isOnDash(step, dash) ? valueOnDash(step) : null),
  };
}

function outlined(outlines: readonly CurvePoints[], area: ChartArea): DrawnCurve {
  return {
    steps: outlines.flatMap((outline) => [gapBefore(outline, area), ...outline.steps]),
    valueAt: (step) =>
      outlines.reduce<number | null>(
        (value, outline) => (step === gapBefore(outline, area) ? null : (outline.valueAt(step) ?? value)),
        null,
      ),
  };
}

/** What is drawn of each point that stands for itself, from left to right. */
function outlinesOf({ shape, points }: Curve, { lastStep, top }: ChartArea): CurvePoints[] {
  const breadth = hair * lastStep;
  const half = halfMark.height * top;
  return Array.from(points, ({ step, value }) => {
    const upright = step - breadth;
    const outline =
      shape === 'uprights'
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
    return CurvePoints.of(outline);
  });
}

/** Where nothing is drawn, so that no line leads from one outline to the next. */
function gapBefore({ steps }: CurvePoints, { lastStep }: ChartArea): number {
  return (steps[0] ?? 0) - hair * lastStep;
}

function isOnDash(step: number, dash: number): boolean {
  // The ends of dashes are multiples of their length only as far as numbers are exact.
  const allowance = 1e-9;
  return (step / dash + allowance) % 2 <= 1 + 2 * allowance;
}
