import type { Spec as VegaSpec } from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import { type AxisScale, scaleUnit } from './axisScale.ts';
import { type Curve, samplePaths } from './curve.ts';

/** A curve, or the dots at points of a curve that its line does not lead to. */
export type DrawnCurve = Curve | (Omit<Curve, 'mark'> & { readonly mark: 'dot' });

/** What tfjs-vis has no parameter for. */
export interface Completion {
  /** In the order of the series, from back to front; dots are the last. */
  readonly curves: readonly DrawnCurve[];
  /** How many curves at the beginning are of other runs: a legend lists them last. */
  readonly comparedCount: number;
  readonly steps: AxisScale;
  readonly values: AxisScale;
  readonly ticks: {
    readonly steps: readonly number[];
    readonly values: readonly { readonly value: number; readonly text: string }[];
  };
  readonly theme: Theme;
  /** A chart with a heading has a legend too; null where the page shows both. */
  readonly heading: { readonly title: string; readonly subtitle: string } | null;
}

export interface Theme {
  readonly font: string;
  readonly text: string;
  readonly line: string;
}

/**
 * The part of tfjs-vis's Vega-Lite specification that is used here. Row `i` has the `i`-th value of each series, and each series has a
 * layer.
 */
export interface LineChartSpec {
  readonly width: number;
  readonly height: number;
  readonly autosize: { readonly type: 'fit'; readonly contains: 'padding'; readonly resize: boolean };
  readonly config: { readonly axis: { readonly labelFontSize: number; readonly titleFontSize: number } };
  readonly data: { readonly values: readonly Row[] };
  readonly encoding: { readonly x: { readonly title: string } };
  /** The last is a rule that follows the pointer. */
  readonly layer: readonly (CurveLayer | { readonly mark: 'rule' })[];
}

export type Row = Readonly<Record<string, number | string>>;

interface CurveLayer {
  readonly mark: { readonly type: 'line'; readonly clip: boolean };
  readonly encoding: {
    readonly y: {
      readonly field: string;
      readonly type: 'quantitative';
      readonly title: string;
      readonly scale: { readonly domain: readonly [number, number] };
    };
    /** The colours of all series, in their order. */
    readonly color: { readonly scale: { readonly range: readonly string[] } };
  };
}

/** The name of the data set. */
export const rowsName = 'rows';
/** Signals for the ends of the axes and their ticks: a view can take others without being built again. */
const signals = ['bottom', 'top', 'firstStep', 'lastStep', 'stepTicks', 'valueTicks', 'valueTexts'] as const;

/** The values of the signals. tfjs-vis has the ends of the y axis. */
export function signalsOf(
  { layer }: LineChartSpec,
  { steps, ticks }: Completion,
): Record<(typeof signals)[number], unknown> {
  const [bottom, top] = layer.find(isCurve)?.encoding.y.scale.domain ?? [0, 1];
  return {
    bottom,
    top,
    firstStep: steps.from,
    lastStep: steps.to,
    stepTicks: ticks.steps,
    valueTicks: ticks.values.map(({ value }) => value),
    valueTexts: Object.fromEntries(ticks.values.map(({ value, text }) => [value, text])),
  };
}

const vegaScales = {
  linear: { type: 'linear', zero: false },
  logarithmic: { type: 'log' },
  'logarithmic from 0': { type: 'symlog', constant: scaleUnit },
} as const;

/** tfjs-vis drops the x of each value; this adds the step of each curve's value to the rows. */
export function rowsOf({ data }: LineChartSpec, curves: readonly DrawnCurve[]): Row[] {
  return data.values.map((row, index) =>
    curves.reduce(
      (completed, { points }, curve) =>
        Object.assign(completed, { [stepField(curve)]: points.steps[index] ?? Number.NaN }),
      { ...row },
    ),
  );
}

function stepField(curve: number): string {
  return `step ${curve}`;
}

/**
 * tfjs-vis's chart with true steps, dashes, marks, colours and font, and without rows. Vega's work for each row of each curve is what a
 * drawing costs, so this leaves out what nobody sees: tooltips and the rule at the pointer (the page lays its own over the
 * drawing), descriptions (a canvas has none), and a scale for colours that are given.
 */
export function completedSpec(spec: LineChartSpec, completion: Completion): TopLevelSpec {
  const { curves, theme, heading } = completion;
  const { width, height, autosize, config, encoding } = spec;
  const colours = coloursOf(spec);
  const axes = { title: encoding.x.title, ...completion };
  return {
    width,
    height,
    // `fit` makes width and height those of the whole chart, `pad` those of the area between the axes.
    autosize: heading ? 'pad' : autosize,
    // Vega measures the lowest line of text a little too short; lines may end at the edge.
    padding: heading
      ? { ...paperPadding, right: paperPadding.right + Math.max(0, legendWidth(curves) - width) }
      : { left: 0, top: 4, right: 4, bottom: 6 },
    background: heading ? 'white' : 'transparent',
    ...(heading && { title: { text: heading.title, subtitle: heading.subtitle, anchor: 'start' } }),
    config: {
      aria: false,
      font: theme.font,
      title: { color: theme.text, subtitleColor: theme.text },
      axis: {
        ...config.axis,
        titleFontWeight: 'normal',
        labelColor: theme.text,
        titleColor: theme.text,
        gridColor: theme.line,
        domainColor: theme.line,
        tickColor: theme.line,
      },
      axisY: { labelExpr: 'valueTexts[datum.value]' },
      view: { stroke: theme.line },
    },
    params: signals.map((name) => ({ name, value: [] })),
    // The values are numbers already.
    data: { name: rowsName, values: [], format: { parse: null } },
    layer: spec.layer.filter(isCurve).flatMap((layer, index) => {
      const curve = curves[index];
      return curve ? [completedLayer(layer, index, curve, colours[index] ?? '', axes)] : [];
    }),
  };
}

function isCurve(layer: LineChartSpec['layer'][number]): layer is CurveLayer {
  return layer.mark !== 'rule';
}

function coloursOf({ layer }: LineChartSpec): readonly string[] {
  return layer.find(isCurve)?.encoding.color.scale.range ?? [];
}

function completedLayer(
  { mark, encoding }: CurveLayer,
  index: number,
  { mark: shape, opacity = 1, thickness = 2, dash = [] }: DrawnCurve,
  color: string,
  { title, steps, values }: Pick<Completion, 'steps' | 'values'> & { readonly title: string },
) {
  const x = {
    field: stepField(index),
    type: 'quantitative' as const,
    title,
    scale: {
      ...vegaScales[steps.kind],
      domain: [{ expr: 'firstStep' }, { expr: 'lastStep' }],
      nice: false,
    },
    axis: { format: ',d', labelFlush: false, values: { expr: 'stepTicks' } },
  };
  const y = {
    ...encoding.y,
    scale: {
      ...vegaScales[values.kind],
      domain: [{ expr: 'bottom' }, { expr: 'top' }],
      nice: false,
    },
    axis: { values: { expr: 'valueTicks' } },
  };
  const { clip } = mark;
  const stroke = { clip, color, opacity, strokeWidth: thickness, strokeDash: [...dash] };
  switch (shape) {
    case 'line':
      return { mark: { ...mark, ...stroke }, encoding: { x, y } };
    case 'plus':
      return {
        mark: { type: 'point', shape: samplePaths.plus, size: 120, ...stroke } as const,
        encoding: { x, y },
      };
    case 'dot': {
      const dot = { shape: 'circle', filled: true, size: (3 * thickness) ** 2, color, opacity } as const;
      return { mark: { type: 'point', ...dot } as const, encoding: { x, y } };
    }
    case 'horizontal':
      return { mark: { type: 'rule', ...stroke } as const, encoding: { y } };
    case 'vertical':
      return { mark: { type: 'rule', ...stroke } as const, encoding: { x } };
  }
}

const paperPadding = { left: 12, top: 12, right: 24, bottom: 12 };
const legendFontSize = 12;
/** Of a sample and the gaps beside it. */
const sampleWidth = 56;

/**
 * How wide a column of the legend is in any font that a program may have in place of the page's: a file is seen elsewhere, and nothing of
 * its legend may be cut there.
 */
function legendWidth(curves: readonly DrawnCurve[]): number {
  const widestLetters = 0.68 * legendFontSize;
  return sampleWidth + widestLetters * Math.max(...curves.map(({ name }) => name.length));
}

type Legend = Required<Pick<VegaSpec, 'signals' | 'scales' | 'legends'>>;

export const noLegend: Legend = { signals: [], scales: [], legends: [] };

/**
 * A Vega legend of all curves below the chart, in as many columns as have room. It goes by the index of a curve, as several may have the
 * same name. Vega-Lite could only make one of the scales that its marks use.
 */
export function legendOf(spec: LineChartSpec, { curves: drawn, comparedCount, theme }: Completion): Legend {
  const inOrder = <Item>(items: readonly Item[]) => [
    ...items.slice(comparedCount),
    ...items.slice(0, comparedCount),
  ];
  const listed = drawn.filter((curve): curve is Curve => curve.mark !== 'dot');
  const curves = inOrder(listed);
  const looks = {
    stroke: inOrder(coloursOf(spec).slice(0, listed.length)),
    strokeDash: curves.map(({ dash = [] }) => [...dash]),
    opacity: curves.map(({ opacity = 1 }) => opacity),
    shape: curves.map(({ mark }) => samplePaths[mark]),
    size: curves.map(({ mark }) => (mark === 'line' || mark === 'horizontal' ? 600 : 150)),
  };
  const domain = curves.map((_, index) => index);
  return {
    signals: [{ name: 'names', value: curves.map(({ name }) => name) }],
    scales: Object.entries(looks).map(([channel, range]) => ({
      name: channel,
      type: 'ordinal',
      domain,
      range,
    })),
    legends: [
      {
        ...Object.fromEntries(Object.keys(looks).map((channel) => [channel, channel])),
        orient: 'bottom',
        direction: 'vertical',
        columns: Math.max(1, Math.floor(spec.width / legendWidth(curves))),
        columnPadding: 24,
        labelFontSize: legendFontSize,
        symbolStrokeWidth: 2,
        symbolLimit: curves.length,
        labelLimit: 0,
        labelColor: theme.text,
        encode: { labels: { update: { text: { signal: 'names[datum.value]' } } } },
      },
    ],
  };
}
