import type { ExportedFile } from '../../export/weightsFormats.ts';
import { chartSvg } from './chartSvg.ts';
import { colourOf } from './curveColour.ts';
import { type ChartContents, chartCurves } from './curves.ts';
import { accuracyRange, lossRange } from './valueRange.ts';

export type ChartFormat = 'svg' | 'png';

/** Of the SVG's own size. */
const pngScale = 2;

/** A chart of all points as a file, in light colours on white whatever the page's are. */
export async function chartFile(
  kind: 'loss' | 'accuracy',
  contents: ChartContents,
  maxSteps: number,
  format: ChartFormat,
): Promise<ExportedFile> {
  const curves = chartCurves(kind, contents);
  const lastMeasured = contents.history.training.at(-1)?.step ?? 0;
  const steps = curves.flatMap(({ points }) => points.map(({ step }) => step));
  const title = kind === 'loss' ? 'Loss' : 'Accuracy';
  const svg = await chartSvg({
    title: `${title} over steps, CIFAR-10`,
    yLabel: title,
    curves,
    colours: lightColours((frame) => curves.map(({ style }) => colourOf(frame, style))),
    top: (kind === 'loss' ? lossRange(curves, lastMeasured) : accuracyRange(curves)).top,
    lastStep: Math.max(maxSteps, ...steps),
  });
  return {
    name: `cifar-10-${kind}.${format}`,
    mediaType: format === 'svg' ? 'image/svg+xml' : 'image/png',
    bytes: format === 'svg' ? new TextEncoder().encode(svg) : await pngOf(svg),
  };
}

function lightColours(read: (frame: HTMLElement) => string[]): string[] {
  const frame = document.createElement('div');
  frame.style.colorScheme = 'light';
  document.body.append(frame);
  const colours = read(frame);
  frame.remove();
  return colours;
}

async function pngOf(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = pngScale * image.naturalWidth;
    canvas.height = pngScale * image.naturalHeight;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!png) throw new RangeError('the browser made no picture of the chart');
    return new Uint8Array(await png.arrayBuffer());
  } finally {
    URL.revokeObjectURL(url);
  }
}
