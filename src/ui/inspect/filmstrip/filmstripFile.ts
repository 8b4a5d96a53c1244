import { imageSize } from '../../../data/cifar10.ts';
import type { ExportedFile } from '../../../export/exportedFile.ts';
import { safeFileName } from '../../../export/fileName.ts';
import { pngOf } from '../../common/canvas.ts';
import { lightTokenColours } from '../../common/tokenColours.ts';
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

/** A filmstrip as an image that says by itself what it shows, on a white background. */
export async function filmstripFile(
  frames: readonly Frame[],
  rows: Rows,
  strip: Filmstrip,
  heading: FilmstripHeading,
): Promise<ExportedFile> {
  const { width, height } = filmstripSize(frames, rows);
  const drawing = canvasOf(width, height);
  drawFilmstrip(drawing.canvas, frames, strip);

  const layout = layoutOf(drawing.context, width, height, rows, heading);
  const { canvas, context } = canvasOf(layout.width, layout.height);
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  write(context, frames, layout);
  context.imageSmoothingEnabled = false;
  context.drawImage(drawing.canvas, layout.left, layout.top, width * magnification, height * magnification);
  return {
    name: safeFileName(`cifar-10-${heading.name}-filmstrip.png`),
    mediaType: 'image/png',
    bytes: await pngOf(canvas),
  };
}

/** What is written, and where the pictures are, in pixels of the image. */
interface Layout {
  readonly name: readonly string[];
  readonly network: readonly string[];
  readonly labels: readonly string[];
  readonly explanation: readonly string[];
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
}

/**
 * @param context measures the texts
 * @param stripWidth of the pictures, before they are magnified
 */
function layoutOf(
  context: CanvasRenderingContext2D,
  stripWidth: number,
  stripHeight: number,
  rows: Rows,
  { name, network }: FilmstripHeading,
): Layout {
  const labels = rows.units.map((unit) => firstLayerName(rows, unit));
  const labelWidth = Math.max(...labels.map((label) => widthOf(context, label, small)));
  const left = margin + Math.ceil(labelWidth) + 20;
  const width = Math.max(leastWidth, left + stripWidth * magnification + margin);
  const linesIn = (words: string, font: string) => linesOf(context, words, font, width - 2 * margin);
  const above = { name: linesIn(name, text), network: linesIn(network, text) };
  const explanation = linesIn(filmstripText(rows), small);
  const top = margin + (above.name.length + above.network.length + 3) * lineHeight;
  const bottom = top + stripHeight * magnification;
  const height = bottom + (explanation.length + 1) * lineHeight + margin;
  return { ...above, labels, explanation, left, top, bottom, width, height };
}

function write(context: CanvasRenderingContext2D, frames: readonly Frame[], layout: Layout): void {
  const { name, network, labels, explanation, left, top, bottom } = layout;
  const [ink = '', quietInk = ''] = lightTokenColours(['--text', '--text-quiet']);
  context.textBaseline = 'middle';
  function writeText(words: string, x: number, y: number, font = small, colour = ink): void {
    Object.assign(context, { font, fillStyle: colour }).fillText(words, x, y);
  }
  const stepsY = top - 0.7 * lineHeight;
  writeText('First layer over steps, CIFAR-10', margin, margin + lineHeight / 2, title);
  [...name, ...network].forEach((line, index) => {
    const colour = index < name.length ? ink : quietInk;
    writeText(line, margin, margin + (index + 1.8) * lineHeight, text, colour);
  });
  explanation.forEach((line, index) => {
    writeText(line, margin, bottom + (index + 1.5) * lineHeight, small, quietInk);
  });
  writeText('Step', margin, stepsY, small, quietInk);
  labels.forEach((label, row) => {
    writeText(label, margin, top + middleOf(row));
  });
  context.textAlign = 'center';
  frames.forEach(({ step }, column) => {
    writeText(wholeNumber(step), left + middleOf(column), stepsY);
  });
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
