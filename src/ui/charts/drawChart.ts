import type { ChartRows } from './chartRows.ts';
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
    seriesColors: [...styles.map((style) => colourOf(frame, style)), 'transparent'],
    fontSize,
  });
  return performance.measure('chart redraw', 'chart redraw').duration;
}

const tokens: Record<CurveStyle, { readonly property: string; readonly opacity: number }> = {
  train: { property: '--train', opacity: 1 },
  'train-pale': { property: '--train', opacity: 0.3 },
  part: { property: '--text-quiet', opacity: 0.9 },
  test: { property: '--test', opacity: 1 },
  validation: { property: '--validation', opacity: 1 },
  change: { property: '--text', opacity: 1 },
  'article-train': { property: '--text', opacity: 0.75 },
  'article-test': { property: '--text', opacity: 0.75 },
  'overlay-1': { property: '--overlay-1', opacity: 1 },
  'overlay-2': { property: '--overlay-2', opacity: 1 },
  'overlay-3': { property: '--overlay-3', opacity: 1 },
  'overlay-4': { property: '--overlay-4', opacity: 1 },
};

/** The token's colour as numbers: `light-dark()` is resolved only in a property that is a colour. */
function colourOf(frame: HTMLElement, style: CurveStyle): string {
  const { property, opacity } = tokens[style];
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  frame.append(probe);
  const [red, green, blue] = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [];
  probe.remove();
  return `rgba(${red}, ${green}, ${blue}, ${opacity})`;
}
