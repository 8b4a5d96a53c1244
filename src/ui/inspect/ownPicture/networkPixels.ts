import { imageSize } from '../../../data/cifar10.ts';
import type { Square } from './crop.ts';

/** The square of a picture as the network sees it: 32 × 32 pixels in three colour planes, [3072]. */
export function networkPixels(picture: ImageBitmap, { left, top, side }: Square): Uint8Array<ArrayBuffer> {
  const size = Math.max(1, Math.round(side));
  const context = new OffscreenCanvas(size, size).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('the browser draws no more pictures');
  // What is transparent is shown on white, as on paper.
  context.fillStyle = 'white';
  context.fillRect(0, 0, size, size);
  context.drawImage(picture, -Math.round(left), -Math.round(top));
  return averagedPlanes(context.getImageData(0, 0, size, size).data, size);
}

/**
 * Makes 32 × 32 pixels of a square, each the mean of what it covers. (What browsers do when they draw a picture smaller differs, and
 * some leave pixels out.)
 *
 * @param rgba [size, size, 4], as a canvas has it
 * @returns [3072]: red, green, blue plane, as in the official records
 */
export function averagedPlanes(rgba: Uint8ClampedArray, size: number): Uint8Array<ArrayBuffer> {
  const plane = imageSize * imageSize;
  const pixels = new Uint8Array(3 * plane);
  for (let row = 0; row < imageSize; row++) {
    for (let column = 0; column < imageSize; column++) {
      const mean = meanColour(rgba, size, sourceRange(row, size), sourceRange(column, size));
      mean.forEach((value, channel) => {
        pixels[channel * plane + row * imageSize + column] = value;
      });
    }
  }
  return pixels;
}

type Range = readonly [first: number, end: number];

/** The rows, or columns, of the square that one of the 32 covers: at least one. */
function sourceRange(index: number, size: number): Range {
  const first = Math.floor((index * size) / imageSize);
  return [first, Math.max(first + 1, Math.floor(((index + 1) * size) / imageSize))];
}

function meanColour(rgba: Uint8ClampedArray, size: number, rows: Range, columns: Range): number[] {
  let [red, green, blue] = [0, 0, 0];
  for (let row = rows[0]; row < rows[1]; row++) {
    for (let column = columns[0]; column < columns[1]; column++) {
      const start = 4 * (row * size + column);
      red += rgba[start] ?? 0;
      green += rgba[start + 1] ?? 0;
      blue += rgba[start + 2] ?? 0;
    }
  }
  const count = (rows[1] - rows[0]) * (columns[1] - columns[0]);
  return [red, green, blue].map((sum) => Math.round(sum / count));
}
