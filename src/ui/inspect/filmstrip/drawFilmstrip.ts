import { imageSize } from '../../../data/cifar10.ts';
import { rgbaPicture } from '../../common/canvas.ts';
import type { Filmstrip, Frame, Rows } from './frames.ts';

const gap = 2;
/** From one picture to the next, in pixels of the drawing. */
export const pitch = imageSize + gap;

/** The size of a drawing, in pixels. */
export function filmstripSize(frames: readonly Frame[], { units }: Rows): { width: number; height: number } {
  return { width: frames.length * pitch - gap, height: units.length * pitch - gap };
}

/** Draws a row for each unit and a column for each step, every value as one pixel; what is missing stays empty. */
export function drawFilmstrip(canvas: HTMLCanvasElement, frames: readonly Frame[], strip: Filmstrip): void {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  const bytes = 4 * imageSize * imageSize;
  frames.forEach(({ step }, column) => {
    const pixels = strip.pictures.get(step);
    for (let row = 0; pixels && row * bytes < pixels.length; row++) {
      context.putImageData(rgbaPicture(pixels, row), column * pitch, row * pitch);
    }
  });
}
