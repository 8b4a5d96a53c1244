import { imageSize } from '../../../data/cifar10.ts';
import type { ExportedFile } from '../../../export/exportedFile.ts';
import { safeFileName } from '../../../export/fileName.ts';
import { pngOf } from '../../common/pngOf.ts';
import { filmstripText } from '../../words/filmstrips.ts';
import { firstLayerName } from '../../words/guesses.ts';
import { wholeNumber } from '../../words/numbers.ts';
import { drawFilmstrip, filmstripSize, pitch } from './drawFilmstrip.ts';
import type { Filmstrip, Frame, Rows } from './frames.ts';

/** What is written about a filmstrip. */
export interface FilmstripHeading {
  /** Of the run. */
  readonly name: string;
  /** What the network is made of. */
  readonly network: string;
}

const magnification = 3;
const margin = 40;
/** Few steps are no reason to break lines of text early. */
const leastWidth = 1_000;
const lineHeight = 28;
const title = '600 28px system-ui, sans-serif';
const text = '20px system-ui, sans-serif';
const small = '18px system-ui, sans-serif';
const ink = '#1b1f24';
const quietInk = '#57606a';

/** A filmstrip as an image that says by itself what it shows, on a white background. */
export async function filmstripFile(
  frames: readonly Frame[],
  rows: Rows,
  strip: Filmstrip,
  { name, network }: FilmstripHeading,
): Promise<ExportedFile> {
  const { width, height } = filmstripSize(frames, rows);
  const drawing = canvasOf(width, height);
  drawFilmstrip(drawing.canvas, frames, strip);

  const labels = rows.units.map((unit) => firstLayerName(rows, unit));
  const labelWidth = Math.max(...labels.map((label) => widthOf(drawing.context, label, small)));
  const left = margin + Math.ceil(labelWidth) + 20;
  const pageWidth = Math.max(leastWidth, left + width * magnification + margin);
  const linesIn = (words: string, font: string) =>
    linesOf(drawing.context, words, font, pageWidth - 2 * margin);
  const heading = [
    ...linesIn(name, text).map((line) => [line, ink] as const),
    ...linesIn(network, text).map((line) => [line, quietInk] as const),
  ];
  const explanation = linesIn(filmstripText(rows), small);
  const top = margin + (heading.length + 3) * lineHeight;
  const bottom = top + height * magnification;
  const pageHeight = bottom + (explanation.length + 1) * lineHeight + margin;

  const { canvas, context } = canvasOf(pageWidth, pageHeight);
  function write(words: string, x: number, y: number, font = small, colour = ink): void {
    Object.assign(context, { font, fillStyle: colour, textBaseline: 'middle' });
    context.fillText(words, x, y);
  }
  context.fillStyle = 'white';
  context.fillRect(0, 0, pageWidth, pageHeight);
  write('First layer over steps, CIFAR-10', margin, margin + lineHeight / 2, title);
  heading.forEach(([line, colour], index) => {
    write(line, margin, margin + (index + 1.8) * lineHeight, text, colour);
  });
  explanation.forEach((line, index) => {
    write(line, margin, bottom + (index + 1.5) * lineHeight, small, quietInk);
  });
  write('Step', margin, top - 0.7 * lineHeight, small, quietInk);
  labels.forEach((label, row) => {
    write(label, margin, top + middleOf(row));
  });
  context.textAlign = 'center';
  frames.forEach(({ step }, column) => {
    write(wholeNumber(step), left + middleOf(column), top - 0.7 * lineHeight);
  });
  context.imageSmoothingEnabled = false;
  context.drawImage(drawing.canvas, left, top, width * magnification, height * magnification);
  return {
    name: safeFileName(`cifar-10-${name}-filmstrip.png`),
    mediaType: 'image/png',
    bytes: await pngOf(canvas),
  };
}

/** The middle of a picture, from the first one's edge. */
function middleOf(place: number): number {
  return (place * pitch + imageSize / 2) * magnification;
}

function canvasOf(width: number, height: number) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new RangeError('the browser has no canvas for the filmstrip');
  return { canvas, context };
}

function widthOf(context: CanvasRenderingContext2D, words: string, font: string): number {
  return Object.assign(context, { font }).measureText(words).width;
}

/** A text in lines of at most this width, broken between words. */
function linesOf(
  context: CanvasRenderingContext2D,
  words: string,
  font: string,
  width: number,
): readonly string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const last = lines.pop();
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last === undefined || widthOf(context, longer, font) <= width) lines.push(longer);
    else lines.push(last, word);
  }
  return lines;
}
