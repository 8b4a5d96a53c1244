import type { ChartRows } from './chartRows.ts';

/*
 * A quirk of tfjs-vis 1.5.1: `render.linechart` plots the index of a value, not its x. But it builds each row as
 * `{ x: index }` and then sets `row[seriesName] = y`, so a series that is itself named "x" replaces the index. Its own line, a
 * diagonal, is drawn in a transparent colour and clipped by the y domain.
 */
const axisSeries = 'x';

export interface LineChartData {
  readonly values: { x: number; y: number }[][];
  readonly series: string[];
}

/** What `render.linechart` must be given so that steps are true. Nobody sees the names of its series. */
export function withTrueSteps({ steps, values }: ChartRows): LineChartData {
  const curves = values.map((curve) => curve.map((y, index) => ({ x: index, y: drawable(y) })));
  return {
    values: [...curves, steps.map((step, index) => ({ x: index, y: step }))],
    series: [...values.map((_, index) => String.fromCharCode(97 + index)), axisSeries],
  };
}

/** Vega interrupts a line at NaN as it does at null; tfjs-vis's types know only numbers. */
function drawable(y: number | null): number {
  return y ?? Number.NaN;
}
