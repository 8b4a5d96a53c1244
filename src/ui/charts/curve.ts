import type { CurvePoints } from './curvePoints.ts';

/** One curve of a chart: what it shows, and how it is told apart from the others. */
export interface Curve {
  /** Curves of both charts that belong together, such as those of a compared run, have the same. */
  readonly key: string;
  readonly name: string;
  readonly points: CurvePoints;
  /** What was measured, where the points are smoothed: values are read from it. */
  readonly measured?: CurvePoints;
  readonly mark: CurveMark;
  /** A custom property of `tokens.css`. */
  readonly colour: CurveColour;
  readonly opacity?: number;
  /** In pixels; 2 if absent. */
  readonly thickness?: number;
  /** Lengths of dashes and gaps in turn, in pixels; a full line if absent. */
  readonly dash?: readonly number[];
  /** Where the curve's value is told: in the legend, where the line ends, and where a step is pointed at, if absent. */
  readonly tellsValue?: 'pointed at' | 'never';
}

/**
 * `line`: through all points, and a dot at each that no line leads to. `plus`: a plus sign at each point, without a line between
 * them. `horizontal`: a line across the chart at the value of the only point. `vertical`: a line from bottom to top at each point's
 * step, whatever its value.
 */
export type CurveMark = 'line' | 'plus' | 'horizontal' | 'vertical';

export type CurveColour =
  | '--train'
  | '--train-strong'
  | '--test'
  | '--text'
  | '--text-quiet'
  | `--overlay-${1 | 2 | 3 | 4 | 5}`;

/** What a legend shows of each mark, as an SVG path in a square from -1 to 1. */
export const samplePaths: Record<CurveMark, string> = {
  line: 'M-1,0H1',
  plus: 'M-1,0H1M0,-1V1',
  horizontal: 'M-1,0H1',
  vertical: 'M0,-1V1',
};
