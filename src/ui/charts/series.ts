import { CurvePoints } from './curvePoints.ts';

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
  readonly points: CurvePoints;
  /** What was measured, where the points are smoothed: values are read from it. */
  readonly measured?: CurvePoints;
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
export function smoothed({ steps, values }: CurvePoints, weight: number, stepDistance: number): CurvePoints {
  let average = 0;
  let total = 0;
  let before: number | null = null;
  const averages = values.map((value, index) => {
    if (!Number.isFinite(value)) return value;
    const step = steps[index] ?? 0;
    const decay = before === null ? 0 : weight ** ((step - before) / stepDistance);
    before = step;
    average = decay * average + (1 - weight) * value;
    total = decay * total + (1 - weight);
    return average / total;
  });
  return new CurvePoints(steps, averages);
}
