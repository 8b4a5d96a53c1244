import type { TopLevelSpec } from 'vega-lite';
import type { Curve } from './series.ts';

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
const dash: Record<Curve['shape'], number[]> = { line: [1, 0], dashes: [7, 4], bars: [1, 0] };

/** The chart as an SVG of its own, on white, with every point and a legend. Vega is loaded with the first. */
export async function chartSvg(sheet: ChartSheet): Promise<string> {
  const [{ parse, View }, { expressionInterpreter }, { compile }] = await Promise.all([
    import('vega'),
    import('vega-interpreter'),
    import('vega-lite'),
  ]);
  const runtime = parse(compile(specOf(sheet)).spec, undefined, { ast: true });
  const view = new View(runtime, { expr: expressionInterpreter, renderer: 'none' });
  try {
    return await view.toSVG();
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
    data: { values: curves.flatMap(rowsOf) },
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
        transform: [{ filter: "datum.shape !== 'bars'" }],
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
        transform: [{ filter: "datum.shape === 'bars'" }],
        mark: { type: 'tick', clip: true, orient: 'horizontal', size: 16, thickness: 3 },
      },
    ],
    config: { axis: { grid: true, gridOpacity: 0.5 }, font: 'system-ui, sans-serif' },
  };
}

function rowsOf({
  name,
  shape,
  points,
}: Curve): { curve: string; shape: string; step: number; value: number | null }[] {
  return points.map(({ step, value }) => ({
    ...{ curve: name, shape, step },
    value: Number.isFinite(value) ? value : null,
  }));
}
