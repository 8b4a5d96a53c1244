import type { ExportedFile } from '../../export/exportedFile.ts';
import { safeFileName } from '../../export/fileName.ts';
import { chartPng, chartSvg } from './chartSheet.ts';
import { coloursOf } from './curveColour.ts';
import { type ChartContents, chartCurves } from './curves.ts';
import { accuracyRange, lossRange } from './valueRange.ts';

export type ChartFormat = 'svg' | 'png';

export interface ChartedRun {
  /** Part of the file's name. */
  readonly name: string;
  readonly maxSteps: number;
}

/** A chart of all points as a file, in light colours on white whatever the page's are; null where nothing was measured. */
export async function chartFile(
  kind: 'loss' | 'accuracy',
  contents: ChartContents,
  { name, maxSteps }: ChartedRun,
  format: ChartFormat,
): Promise<ExportedFile | null> {
  const curves = chartCurves(kind, contents).filter(({ points }) => points.length > 0);
  if (curves.length === 0) return null;
  const lastMeasured = contents.history.training.at(-1)?.step ?? 0;
  const title = kind === 'loss' ? 'Loss' : 'Accuracy';
  const sheet = {
    title: `${title} over steps, CIFAR-10`,
    yLabel: title,
    curves,
    colours: lightColours((frame) =>
      coloursOf(
        frame,
        curves.map(({ style }) => style),
      ),
    ),
    top: (kind === 'loss' ? lossRange(curves, lastMeasured) : accuracyRange(curves)).top,
    lastStep: Math.max(maxSteps, ...curves.map(({ points }) => points.steps.at(-1) ?? 0)),
  };
  return {
    name: safeFileName(`cifar-10-${name}-${kind}.${format}`),
    mediaType: format === 'svg' ? 'image/svg+xml' : 'image/png',
    bytes: format === 'svg' ? new TextEncoder().encode(await chartSvg(sheet)) : await chartPng(sheet),
  };
}

function lightColours(read: (frame: HTMLElement) => string[]): string[] {
  const frame = document.createElement('div');
  frame.className = 'always-light';
  document.body.append(frame);
  const colours = read(frame);
  frame.remove();
  return colours;
}
