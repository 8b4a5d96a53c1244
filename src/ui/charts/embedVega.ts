import { parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile } from 'vega-lite';
import type { Field } from 'vega-lite/build/src/channeldef.js';
import type { LayerSpec, TopLevel } from 'vega-lite/build/src/spec/index.js';
import { ChartPointed } from './chartPointed.ts';
import { tokenColour } from './curveColour.ts';
import { replaceRows } from './replaceRows.ts';

/** What tfjs-vis hands over for a line chart: layers, and rows in the specification itself. */
type LineChartSpec = TopLevel<LayerSpec<Field>> & { readonly data: { readonly values: object[] } };

interface Present {
  /** All of the specification but its rows. */
  readonly look: string;
  readonly view: View;
}

const presentViews = new WeakMap<HTMLElement, Present>();
const rowsName = 'rows';

/**
 * How many items that are drawn no more each curve keeps before Vega lets go of them. Its own 10,000 would come to
 * tens of megabytes in a long run.
 */
const cleanThreshold = 500;

/**
 * Stands in the place of vega-embed, by an alias in the build, with which tfjs-vis would build a chart anew at each drawing and
 * compile its expressions with `eval`. Here a chart that only got other rows stays and takes them, in a fraction of the
 * time, and expressions are interpreted, so that the page's Content-Security-Policy can forbid `eval`.
 *
 * A new chart takes the place of the old when it is whole, so that nothing flickers.
 */
export default async function embedVega(frame: HTMLElement, spec: LineChartSpec): Promise<void> {
  const { data, ...chart } = onThisPage(spec, frame);
  const look = JSON.stringify(chart);
  const present = presentViews.get(frame);
  if (present?.look === look) {
    await replaceRows(present.view, rowsName, data.values).runAsync();
    return;
  }
  const area = document.createElement('div');
  area.className = 'chart-area';
  // Vega measures text in the document, so the element is there, out of sight, while it is drawn.
  area.style.visibility = 'hidden';
  frame.append(area);
  const view = await drawnView(area, { data, ...chart });
  tellSteps(view, area, frame);
  presentViews.set(frame, { look, view });
  present?.view.finalize();
  for (const old of [...frame.children]) if (old !== area) old.remove();
  area.style.visibility = '';
}

async function drawnView(container: HTMLElement, spec: LineChartSpec): Promise<View> {
  const { legends: _, ...chart } = compile(spec).spec;
  const view = new View(parse(chart, undefined, { ast: true }), {
    expr: expressionInterpreter,
    renderer: 'canvas',
    container,
  });
  return Object.assign(view, { cleanThreshold }).runAsync();
}

/** Room for the lowest line of text, which Vega measures a little too short, and for the ends of lines. */
const padding = { left: 0, top: 4, right: 4, bottom: 6 };
/** Pixels for the label of a step. */
const labelWidth = 80;
/** A loss that has diverged in few digits: with all of them it would not leave the chart its room. */
const valueLabel = "datum.value < 1e6 ? datum.label : format(datum.value, '~e')";

/**
 * In the page's colours and font, with as many steps on the axis as have room. Without tooltips and the line that follows the
 * pointer: the page says in its own legend what is pointed at, and to write the tooltips of all rows takes longer than to draw
 * the curves.
 */
function onThisPage(spec: LineChartSpec, frame: HTMLElement): LineChartSpec {
  const { tooltip: _, x, ...encoding } = spec.encoding ?? {};
  const axis = { format: ',d', labelFlush: false, tickCount: Math.floor(frame.clientWidth / labelWidth) };
  return {
    ...spec,
    padding,
    background: 'transparent',
    config: {
      ...spec.config,
      axis: { ...spec.config?.axis, ...axisLook(frame) },
      axisY: { labelExpr: valueLabel },
      view: { ...spec.config?.view, stroke: tokenColour(frame, '--line') },
    },
    data: { ...spec.data, name: rowsName },
    encoding: { ...encoding, x: { ...x, axis, scale: { nice: false } } },
    layer: spec.layer.filter((layer) => !('selection' in layer)),
  };
}

function axisLook(frame: HTMLElement) {
  const font = getComputedStyle(frame).fontFamily;
  const [text, line] = [tokenColour(frame, '--text-quiet'), tokenColour(frame, '--line')];
  return {
    labelFont: font,
    titleFont: font,
    titleFontWeight: 'normal',
    labelColor: text,
    titleColor: text,
    gridColor: line,
    domainColor: line,
    tickColor: line,
  } as const;
}

function tellSteps(view: View, area: HTMLElement, frame: HTMLElement): void {
  area.addEventListener('pointermove', ({ clientX }) => {
    const left = clientX - area.getBoundingClientRect().left;
    const [origin = 0] = view.origin();
    const step: unknown = view.scale('x').invert(left - origin);
    const isInside = left >= origin && left <= origin + view.signal('width');
    frame.dispatchEvent(
      new ChartPointed(isInside && typeof step === 'number' ? { step: Math.round(step), left } : null),
    );
  });
  area.addEventListener('pointerleave', () => frame.dispatchEvent(new ChartPointed(null)));
}
