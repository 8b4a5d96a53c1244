/** A point of a curve; y may be anything measured, x is always a step. */
export interface CurvePoint {
  readonly step: number;
  readonly value: number;
}

/** How a curve is told apart: by colour, by weight, and by dashes for those who do not see the colour. */
export type CurveStyle =
  | 'train'
  | 'train-pale'
  | 'part'
  | 'test'
  | 'validation'
  | 'change'
  | 'article-train'
  | 'article-test'
  | `overlay-${1 | 2 | 3 | 4}`;

export interface Curve {
  readonly name: string;
  readonly style: CurveStyle;
  /** Ascending by step. */
  readonly points: readonly CurvePoint[];
  /** What was measured, where the points are smoothed: values are read from it. */
  readonly measured?: readonly CurvePoint[];
  readonly shape: CurveShape;
}

/**
 * `marks`: each point stands for itself, as a plus sign, and nothing is claimed of what lies between. `level`: the value of the
 * only point, across the chart. `uprights`: a line from the bottom to the top at each point's step; its value says nothing.
 */
export type CurveShape = 'line' | 'dashes' | 'marks' | 'level' | 'uprights';

/**
 * The exponential moving average of a curve, without the pull of a starting value (as TensorBoard smooths). The weight is
 * for neighbours `stepDistance` apart; where points lie further apart, the past weighs less.
 *
 * @param weight of the past, in [0, 1); 0 leaves the curve as it is
 */
export function smoothed(points: readonly CurvePoint[], weight: number, stepDistance: number): CurvePoint[] {
  let average = 0;
  let total = 0;
  let before: number | null = null;
  return points.map(({ step, value }) => {
    if (!Number.isFinite(value)) return { step, value };
    const decay = before === null ? 0 : weight ** ((step - before) / stepDistance);
    before = step;
    average = decay * average + (1 - weight) * value;
    total = decay * total + (1 - weight);
    return { step, value: average / total };
  });
}

/** The curve at a step: between two points on the straight line, and null outside the curve or beside a gap. */
export function valueAt(points: readonly CurvePoint[], step: number): number | null {
  const after = points.findIndex((point) => point.step >= step);
  const right = points[after];
  if (!right) return null;
  if (right.step === step) return finiteOrNull(right.value);
  const left = points[after - 1];
  if (!left) return null;
  const share = (step - left.step) / (right.step - left.step);
  return finiteOrNull(left.value + share * (right.value - left.value));
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
