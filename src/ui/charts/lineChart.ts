import * as render from '@tensorflow/tfjs-vis/dist/render/linechart.js';
import type { View } from 'vega';
import { tokenColours } from '../common/tokenColours.ts';
import type { Curve } from './curve.ts';
import { around, CurvePoints, isolated, thinned, within } from './curvePoints.ts';
import { completedView } from './embedVega.ts';
import type { Completion, DrawnCurve, Theme } from './lineChartSpec.ts';
import type { Plot } from './plot.ts';
import { axisText, stepTicks, valueTicks } from './ticks.ts';

/** Where a chart is drawn, and its size in CSS pixels. */
interface Paper {
  /** The element that tfjs-vis is given. Its chart is kept as long as the element. */
  readonly surface: HTMLElement;
  readonly width: number;
  readonly height: number;
}

/** The colours and the font of a surface. */
interface Look extends Theme {
  /** Of each curve, those of other runs first. */
  readonly colours: readonly string[];
}

/** Points of all curves together on a screen: each one costs time at every drawing. */
const pointsOnScreen = 3_600;
/** Enough for the width of a chart. */
const maxPointsOfCurve = 160;
/** However many curves share the points. */
const minPointsOfCurve = 40;
const fontSize = 12;

/**
 * Draws the plot on the canvas, each curve thinned to what a screen can show.
 *
 * @param paper its surface is the canvas's parent
 */
export async function drawOnCanvas(canvas: HTMLCanvasElement, plot: Plot, paper: Paper): Promise<View> {
  const { own, compared } = plot;
  const share = Math.floor(pointsOnScreen / (own.length + compared.length));
  const limit = Math.max(minPointsOfCurve, Math.min(maxPointsOfCurve, share));
  const { from, to } = plot.steps;
  const fewer = (curve: Curve) => ({ ...curve, points: thinned(around(curve.points, from, to), limit) });
  const shown = { ...plot, own: own.map(fewer), compared: compared.map(fewer) };
  const view = await chartView(shown, paper, lookOn(paper.surface, plot));
  // `willReadFrequently` keeps the pixels in ordinary memory. A few hundred lines every second are no work for a GPU, and where software
  // renders, drawing through it takes several times as much from the training.
  const externalContext = canvas.getContext('2d', { willReadFrequently: true });
  const { width, height } = paper;
  const scale = devicePixelRatio;
  // Setting its size clears the canvas.
  Object.assign(canvas, { width: width * scale, height: height * scale });
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  await view.toCanvas(scale, { externalContext });
  return view;
}

/** The plot with every point, a legend and a title, in light colours on white whatever the page's theme. */
export async function chartOnPaper(plot: Plot, heading: Completion['heading']): Promise<View> {
  const surface = document.createElement('div');
  surface.className = 'always-light';
  document.body.append(surface);
  const look = lookOn(surface, plot);
  surface.remove();
  return chartView(plot, { surface, width: 640, height: 360 }, look, heading);
}

/** A curve with the colour that its surface gives it. */
interface Layer {
  readonly curve: DrawnCurve;
  readonly colour: string;
}

/** What each surface's view has a layer for. */
const layersBefore = new WeakMap<HTMLElement, readonly Layer[]>();
/** Pixels from one tick to the next, at least about. */
const tickDistance = { steps: 80, values: 40 };

/** The view of the chart that tfjs-vis makes of the plot. The surface's present view is updated where it looks the same. */
export async function chartView(
  { title, own, compared, steps, values }: Plot,
  { surface, width, height }: Paper,
  { colours, ...theme }: Look,
  heading: Completion['heading'] = null,
): Promise<View> {
  const lines = [...compared, ...own].map((curve, index) => ({
    curve: { ...curve, points: drawable(curve, { steps, values }) },
    colour: colours[index] ?? '',
  }));
  const dots = lines.flatMap(({ curve, colour }) =>
    dotsOf(curve, { steps, values }).map((dot) => ({ curve: dot, colour })),
  );
  const layers = inPlaces(layersBefore.get(surface) ?? [], [...lines, ...dots]);
  const curves = layers.map(({ curve }) => curve);
  const ticks = {
    steps: stepTicks(steps, width / tickDistance.steps),
    values: valueTicks(values, height / tickDistance.values).map((value) => ({
      value,
      text: axisText(value),
    })),
  };
  const completion = { curves, comparedCount: compared.length, steps, values, ticks, theme, heading };
  const view = await completedView(surface, completion, () =>
    render.linechart(surface, dataOf(curves), {
      width,
      height,
      xLabel: 'Step',
      yLabel: title,
      yAxisDomain: [values.from, values.to],
      seriesColors: layers.map(({ colour }) => colour),
      fontSize,
    }),
  );
  layersBefore.set(surface, layers);
  return view;
}

/**
 * The wanted layers in those that there are, the others empty: a curve that goes is gone at the next drawing, without the time that
 * another view takes. The wanted ones alone where they are not among them.
 */
function inPlaces(places: readonly Layer[], wanted: readonly Layer[]): readonly Layer[] {
  const left = [...wanted];
  const filled = places.map((place) => {
    const isTaken = left[0] !== undefined && looksOf(left[0]) === looksOf(place);
    const nothing = { ...place, curve: { ...place.curve, points: CurvePoints.of([]) } };
    return (isTaken && left.shift()) || nothing;
  });
  return left.length === 0 ? filled : wanted;
}

function looksOf({ curve: { mark, opacity, thickness, dash }, colour }: Layer): string {
  return JSON.stringify([mark, colour, opacity, thickness, dash]);
}

/** A line is followed this many times as far as the axis reaches. Browsers draw dashes of longer lines as one full line. */
const followed = 100;

/** The points where they can be drawn: a logarithmic axis has no place for 0, a line none for values far beyond the axis. */
function drawable({ mark, points }: Curve, { steps, values }: Pick<Plot, 'steps' | 'values'>): CurvePoints {
  const drawn = mark === 'plus' ? within(points, steps.from, steps.to) : points;
  return new CurvePoints(
    drawn.steps,
    drawn.values.map((value) => {
      if (values.kind !== 'linear' && value <= 0) return Number.NaN;
      return Number.isFinite(value) ? Math.min(value, followed * values.to) : value;
    }),
  );
}

/** What shows the points of a line that it does not lead to; nothing where it leads to all. A dot may lie across an edge. */
function dotsOf(curve: Curve, { steps, values }: Pick<Plot, 'steps' | 'values'>): DrawnCurve[] {
  if (curve.mark !== 'line') return [];
  const points = [...isolated(curve.points)].filter(
    ({ step, value }) => step >= steps.from && step <= steps.to && value >= values.from && value <= values.to,
  );
  return points.length === 0 ? [] : [{ ...curve, mark: 'dot', points: CurvePoints.of(points) }];
}

/**
 * The curves as tfjs-vis wants them: of one length, padded with NaN. It names the fields of its rows after the series, so the series are
 * numbered instead of named: one named `x` would overwrite the field that tfjs-vis keeps the index in.
 */
function dataOf(curves: readonly DrawnCurve[]) {
  const length = Math.max(1, ...curves.map(({ points }) => points.length));
  return {
    series: curves.map((_, index) => `curve ${index}`),
    values: curves.map(({ points: { steps, values } }) =>
      Array.from({ length }, (_, index) => ({
        x: steps[index] ?? Number.NaN,
        y: values[index] ?? Number.NaN,
      })),
    ),
  };
}

function lookOn(surface: HTMLElement, { own, compared }: Plot): Look {
  const tokens = ['--text-quiet', '--line', ...[...compared, ...own].map(({ colour }) => colour)];
  const [text = '', line = '', ...colours] = tokenColours(surface, tokens);
  const font = getComputedStyle(surface).fontFamily;
  return { font, text, line, colours };
}
