import type { TopLevelSpec } from 'vega-lite';
import { tokenColour } from './curveColour.ts';

/** What tfjs-vis hands over for a line chart, of what is used here. */
export interface LineChartSpec {
  readonly width: number;
  readonly height: number;
  readonly autosize: { readonly type: 'fit'; readonly contains: 'padding'; readonly resize: boolean };
  readonly config: { readonly axis: { readonly labelFontSize: number; readonly titleFontSize: number } };
  readonly data: { readonly values: object[] };
  readonly encoding: {
    readonly x: { readonly field: string; readonly type: 'quantitative'; readonly title: string };
  };
  /** One for each curve, and behind them one that shows what is pointed at. */
  readonly layer: readonly (CurveLayer | { readonly mark: 'rule' })[];
}

interface CurveLayer {
  readonly mark: { readonly type: 'line'; readonly clip: boolean };
  readonly encoding: {
    readonly y: {
      readonly field: string;
      readonly type: 'quantitative';
      readonly title: string;
      readonly scale: { readonly domain: readonly [number, number] };
    };
    /** The colours of all curves, in their order. */
    readonly color: { readonly scale: { readonly range: readonly string[] } };
  };
}

/** The data set of a chart's rows. */
export const rowsName = 'rows';
/** The signal that holds the upper end of the y axis, so that another one does not make another chart. */
export const topName = 'top';

/** Room for the lowest line of text, which Vega measures a little too short, and for the ends of lines. */
const padding = { left: 0, top: 4, right: 4, bottom: 6 };
/** Pixels for the label of a step. */
const labelWidth = 80;
/** A loss that has diverged in few digits: with all of them it would not leave the chart its room. */
const valueLabel = "datum.value < 1e6 ? datum.label : format(datum.value, '~e')";

/** What a chart that stands there can take without being built anew. */
export interface Contents {
  readonly values: readonly object[];
  /** The upper end of the y axis. */
  readonly top: number;
}

export function contentsOf({ data: { values }, layer }: LineChartSpec): Contents {
  const [first] = layer.filter(isCurve);
  return { values, top: first?.encoding.y.scale.domain[1] ?? 1 };
}

/**
 * In the page's colours and font, with as many steps on the axis as have room; without rows. Whatever Vega works out for each row of
 * each curve costs at every drawing, so it has nothing of what nobody sees: no tooltips and no line that follows the pointer, for the page
 * says in its own legend what is pointed at; no descriptions, which a canvas does not have; colours as they are, not by a scale;
 * and no curve of the steps themselves (see `trueStepAxis.ts`).
 */
export function onThisPage(spec: LineChartSpec, frame: HTMLElement): TopLevelSpec {
  const { width, height, autosize, config, encoding } = spec;
  const x = { ...encoding.x, axis: stepAxis(width), scale: { nice: false } };
  const { axis, line } = axisLook(frame);
  return {
    width,
    height,
    autosize,
    padding,
    background: 'transparent',
    config: {
      aria: false,
      axis: { ...config.axis, ...axis },
      axisY: { labelExpr: valueLabel },
      view: { stroke: line },
    },
    params: [{ name: topName, value: 1 }],
    // Numbers already: nothing is to be read from text.
    data: { name: rowsName, values: [], format: { parse: null } },
    encoding: { x },
    layer: spec.layer.filter(isCurve).flatMap(({ mark, encoding: { y, color } }, index) => {
      if (y.field === x.field) return [];
      const scale = { domain: [0, { expr: topName }] };
      return [{ mark, encoding: { y: { ...y, scale }, color: { value: color.scale.range[index] ?? null } } }];
    }),
  };
}

function isCurve(layer: LineChartSpec['layer'][number]): layer is CurveLayer {
  return layer.mark !== 'rule';
}

function stepAxis(width: number) {
  return { format: ',d', labelFlush: false, tickCount: Math.floor(width / labelWidth) };
}

function axisLook(frame: HTMLElement) {
  const font = getComputedStyle(frame).fontFamily;
  const [text, line] = [tokenColour(frame, '--text-quiet'), tokenColour(frame, '--line')];
  const axis = {
    labelFont: font,
    titleFont: font,
    titleFontWeight: 'normal',
    labelColor: text,
    titleColor: text,
    gridColor: line,
    domainColor: line,
    tickColor: line,
  } as const;
  return { axis, line };
}
