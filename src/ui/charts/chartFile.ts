import type { ExportedFile } from '../../export/exportedFile.ts';
import { safeFileName } from '../../export/fileName.ts';
import { pngOf } from '../common/canvas.ts';
import type { Curve } from './curve.ts';
import { chartOnPaper } from './lineChart.ts';
import { type ChartContents, type ChartKind, plotOf } from './plot.ts';

export type ChartFormat = 'svg' | 'png';

/**
 * A chart as a file; null where nothing was measured.
 *
 * @param name of the run: as the table of runs shows it, and one that no other run's file has
 */
export async function chartFile(
  kind: ChartKind,
  contents: ChartContents,
  name: { readonly shown: string; readonly inFile: string },
  format: ChartFormat,
): Promise<ExportedFile | null> {
  const all = plotOf(kind, contents);
  const plot = { ...all, own: all.own.filter(isMeasured), compared: all.compared.filter(isMeasured) };
  if (plot.own.length + plot.compared.length === 0) return null;
  const view = await chartOnPaper(plot, {
    title: `${plot.title} over steps, CIFAR-10`,
    subtitle: subtitleOf(name.shown, contents),
  });
  try {
    return {
      name: safeFileName(`cifar-10-${name.inFile}-${kind}.${format}`),
      mediaType: format === 'svg' ? 'image/svg+xml' : 'image/png',
      // A PNG comes from a canvas: the Content-Security-Policy may forbid showing an SVG that the page made.
      bytes:
        format === 'svg' ? new TextEncoder().encode(await view.toSVG()) : await pngOf(await view.toCanvas(2)),
    };
  } finally {
    view.finalize();
  }
}

function subtitleOf(run: string, { smoothing }: ChartContents): string {
  return smoothing > 0 ? `${run}; lines smoothed by ${smoothing.toFixed(2)}` : run;
}

function isMeasured({ points }: Curve): boolean {
  return points.length > 0;
}
