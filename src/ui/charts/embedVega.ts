import { parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import { ChartPointed } from './chartPointed.ts';
import { type Contents, contentsOf, type LineChartSpec, onThisPage, rowsName, topName } from './chartSpec.ts';
import { drawOnPlainCanvas } from './plainCanvas.ts';
import { replaceRows } from './replaceRows.ts';

drawOnPlainCanvas();

interface Present {
  /** All of the specification but its rows and the upper end of its y axis. */
  readonly look: string;
  readonly view: View;
}

const presentViews = new WeakMap<HTMLElement, Present>();

/**
 * How many items that are drawn no more each curve keeps before Vega lets go of them. Its own 10,000 would come to
 * tens of megabytes in a long run.
 */
const cleanThreshold = 100;

/**
 * Stands in the place of vega-embed, by an alias in the build, with which tfjs-vis would build a chart anew at each drawing and
 * compile its expressions with `eval`. Here a chart that only got other rows or another upper end stays and takes them, in a
 * fraction of the time, and expressions are interpreted, so that the page's Content-Security-Policy can forbid `eval`.
 *
 * A new chart takes the place of the old when it is whole, so that nothing flickers.
 */
export default async function embedVega(frame: HTMLElement, spec: LineChartSpec): Promise<void> {
  const chart = onThisPage(spec, frame);
  const contents = contentsOf(spec);
  const look = JSON.stringify(chart);
  const present = presentViews.get(frame);
  if (present?.look === look) {
    await replaceRows(present.view.signal(topName, contents.top), rowsName, contents.values).runAsync();
    return;
  }
  const area = document.createElement('div');
  area.className = 'chart-area';
  // Vega measures text in the document, so the element is there, out of sight, while it is drawn.
  area.style.visibility = 'hidden';
  frame.append(area);
  const view = await drawnView(area, chart, contents);
  tellSteps(view, area, frame);
  presentViews.set(frame, { look, view });
  present?.view.finalize();
  for (const old of [...frame.children]) if (old !== area) old.remove();
  area.style.visibility = '';
}

/** Each part in a task of its own: all in one would hold up the page for a tenth of a second, the first time for more. */
async function drawnView(
  container: HTMLElement,
  spec: TopLevelSpec,
  { top, values }: Contents,
): Promise<View> {
  const chart = compile(spec).spec;
  await nextTask();
  const runtime = parse(chart, undefined, { ast: true });
  await nextTask();
  const view = new View(runtime, { expr: expressionInterpreter, renderer: 'canvas', container });
  await nextTask();
  return Object.assign(view, { cleanThreshold })
    .signal(topName, top)
    .data(rowsName, [...values])
    .runAsync();
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
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
