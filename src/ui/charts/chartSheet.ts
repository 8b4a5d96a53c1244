import type { View } from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import type { Curve, CurveShape } from './series.ts';

/** What a drawn chart looks like on paper. */
export interface ChartSheet {
  readonly title: string;
  readonly yLabel: string;
  readonly curves: readonly Curve[];
  /** A colour for each curve. */
  readonly colours: readonly string[];
  /** Upper end of the y axis; what lies above is cut off. */
  readonly top: number;
  readonly lastStep: number;
}

const width = 640;
const height = 360;
const dash: Record<CurveShape, number[]> = {
  line: [1, 0],
  dashes: [7, 4],
  marks: [1, 0],
  level: [2, 3],
  uprights: [1, 0],
};

/** The chart as an SVG of its own, on white, with every point and a legend. */
export function chartSvg(sheet: ChartSheet): Promise<string> {
  return drawn(sheet, (view) => view.toSVG());
}

/** The same as a PNG, of twice as many pixels; from a canvas, for a page may be forbidden to show a picture that it made itself. */
export function chartPng(sheet: ChartSheet): Promise<Uint8Array<ArrayBuffer>> {
  return drawn(sheet, async (view) => {
    const canvas = await view.toCanvas(2);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!png) throw new RangeError('the browser made no picture of the chart');
    return new Uint8Array(await png.arrayBuffer());
  });
}

/** Vega is loaded with the first. */
async function drawn<Result>(sheet: ChartSheet, draw: (view: View) => Promise<Result>): Promise<Result> {
  const [vega, { expressionInterpreter }, { compile }] = await Promise.all([
    import('vega'),
    import('vega-interpreter'),
    import('vega-lite'),
  ]);
  const runtime = vega.parse(compile(specOf(sheet)).spec, undefined, { ast: true });
  const view = new vega.View(runtime, { expr: expressionInterpreter, renderer: 'none' });
  try {
    return await draw(view);
  } finally {
    view.finalize();
  }
}

function specOf({ title, yLabel, curves, colours, top, lastStep }: ChartSheet): TopLevelSpec {
  const scaleOf = (range: readonly (string | number[])[]) => ({
    domain: curves.map(({ name }) => name),
    range: [...range],
  });
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    title: { text: title, anchor: 'start' },
    width,
    height,
    background: 'white',
    data: { values: curves.flatMap((curve) => rowsOf(curve, lastStep, top)) },
    encoding: {
      x: {
        field: 'step',
        type: 'quantitative',
        title: 'Step',
        scale: { domain: [0, lastStep], nice: false },
      },
      y: { field: 'value', type: 'quantitative', title: yLabel, scale: { domain: [0, top], nice: false } },
      color: { field: 'curve', type: 'nominal', title: null, scale: scaleOf(colours) },
    },
    layer: [
      {
        transform: [{ filter: "datum.shape !== 'marks'" }],
        mark: { type: 'line', clip: true, strokeWidth: 1.5, invalid: 'break-paths-show-domains' },
        encoding: {
          strokeDash: {
            field: 'curve',
            type: 'nominal',
            title: null,
            scale: scaleOf(curves.map(({ shape }) => dash[shape])),
          },
        },
      },
      {
        transform: [{ filter: "datum.shape === 'marks'" }],
        mark: { type: 'point', shape: 'cross', clip: true, filled: true, size: 100, opacity: 1 },
      },
    ],
    config: {
      axis: { grid: true, gridOpacity: 0.5 },
      legend: { symbolType: 'stroke', symbolSize: 300, symbolStrokeWidth: 3 },
      font: 'system-ui, sans-serif',
    },
  };
}

interface SheetRow {
  readonly curve: string;
  readonly shape: CurveShape;
  readonly step: number;
  readonly value: number | null;
}

function rowsOf(curve: Curve, lastStep: number, top: number): SheetRow[] {
  const { name, shape } = curve;
  return drawnPoints(curve, lastStep, top).map(([step, value]) => ({
    ...{ curve: name, shape, step },
    value: Number.isFinite(value) ? value : null,
  }));
}

/** The ends of what is drawn; a value that is not a number ends a line. */
function drawnPoints({ shape, points }: Curve, lastStep: number, top: number): [number, number][] {
  switch (shape) {
    case 'level':
      return [...points].flatMap(({ value }) => [
        [0, value],
        [lastStep, value],
      ]);
    case 'uprights':
      return [...points].flatMap(({ step }) => [
        [step, 0],
        [step, top],
        [step, Number.NaN],
      ]);
    default:
      return Array.from(points, ({ step, value }) => [step, value]);
  }
}
