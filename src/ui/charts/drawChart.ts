import type { ChartRows } from './chartRows.ts';
import { coloursOf } from './curveColour.ts';
import type { CurveStyle } from './series.ts';
import { withTrueSteps } from './trueStepAxis.ts';

export interface ChartDrawing {
  readonly rows: ChartRows;
  readonly styles: readonly CurveStyle[];
  readonly top: number;
  readonly yLabel: string;
  readonly width: number;
  readonly height: number;
}

const fontSize = 12;

/**
 * Draws the chart, or gives its new values to the one that is there. tfjs-vis, half a megabyte, is loaded with the first drawing.
 *
 * @returns how long it took, in milliseconds, without the loading
 */
export async function drawChart(frame: HTMLElement, drawing: ChartDrawing): Promise<number> {
  const { render } = await import('@tensorflow/tfjs-vis');
  const { rows, styles, top, yLabel, width, height } = drawing;
  performance.mark('chart redraw');
  await render.linechart(frame, withTrueSteps(rows), {
    width,
    height,
    xLabel: 'Step',
    yLabel,
    yAxisDomain: [0, top],
    seriesColors: [...coloursOf(frame, styles), 'transparent'],
    fontSize,
  });
  return performance.measure('chart redraw', 'chart redraw').duration;
}
