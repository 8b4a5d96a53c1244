import { parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import {
  type Completion,
  completedSpec,
  type LineChartSpec,
  legendOf,
  noLegend,
  type Row,
  rowsName,
  rowsOf,
  signalsOf,
} from './lineChartSpec.ts';

interface Chart {
  /** The specification without the rows and the ends of the axes: a view can take others. */
  readonly look: string;
  readonly view: View;
}

const completions = new WeakMap<HTMLElement, Completion>();
const charts = new WeakMap<HTMLElement, Chart>();

/** How many removed items Vega keeps for each curve. Its default of 10,000 would come to tens of megabytes in a long run. */
const cleanThreshold = 100;

/**
 * Has tfjs-vis render a chart, and completes what it passes to vega-embed.
 *
 * @param surface the element that tfjs-vis is given
 * @param render calls tfjs-vis
 * @returns a view that has been run, and is not attached to the document
 */
export async function completedView(
  surface: HTMLElement,
  completion: Completion,
  render: () => Promise<void>,
): Promise<View> {
  completions.set(surface, completion);
  await render();
  const chart = charts.get(surface);
  if (!chart) throw new Error('tfjs-vis embedded no chart');
  return chart.view;
}

/**
 * Replaces vega-embed for tfjs-vis, by an alias in the build. vega-embed would build a chart anew at each drawing and compile its
 * expressions with `eval`. This one keeps the view of a chart that only gets other points or other ends of its axes, which takes a
 * fraction of the time, and has expressions interpreted, so that the Content-Security-Policy can forbid `eval`.
 */
export default async function embedVega(surface: HTMLElement, spec: LineChartSpec): Promise<void> {
  const completion = completions.get(surface);
  if (!completion) throw new Error('a chart was embedded that completedView did not ask for');
  const chart = completedSpec(spec, completion);
  const legend = completion.heading ? legendOf(spec, completion) : noLegend;
  const look = JSON.stringify([chart, legend]);
  const before = charts.get(surface);
  const view = before?.look === look ? before.view : await newView(chart, legend);
  for (const [name, value] of Object.entries(signalsOf(spec, completion))) view.signal(name, value);
  await replaceRows(view, rowsOf(spec, completion.curves)).runAsync();
  charts.set(surface, { look, view });
  if (before && before.view !== view) before.view.finalize();
}

/** Each part is a task of its own: all in one would block the page for a tenth of a second, the first time for longer. */
async function newView(chart: TopLevelSpec, legend: typeof noLegend): Promise<View> {
  const compiled = compile(chart).spec;
  await nextTask();
  const { signals = [], scales = [], legends = [] } = compiled;
  const complete = {
    ...compiled,
    signals: [...signals, ...legend.signals],
    scales: [...scales, ...legend.scales],
    legends: [...legends, ...legend.legends],
  };
  const runtime = parse(complete, undefined, { ast: true });
  await nextTask();
  const view = new View(runtime, { expr: expressionInterpreter, renderer: 'none' });
  await nextTask();
  return Object.assign(view, { cleanThreshold });
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/**
 * Replaces the view's rows, reusing the row objects. Vega numbers every object that it is given and keeps some of what it drew for it, so
 * new objects at each drawing would fill the memory in a long run.
 */
function replaceRows(view: View, rows: readonly Row[]): View {
  const present: readonly object[] = view.data(rowsName) ?? [];
  const changes = view.changeset().remove(present.slice(rows.length)).insert(rows.slice(present.length));
  present.slice(0, rows.length).forEach((tuple, index) => {
    const row = rows[index] ?? {};
    Object.assign(tuple, row);
    // Vega needs to hear of each changed object, but of each changed field only once.
    const fields = Object.keys(row);
    for (const field of index === 0 ? fields : fields.slice(0, 1)) changes.modify(tuple, field, row[field]);
  });
  return view.change(rowsName, changes);
}
