import { imageSize } from '../../../data/cifar10.ts';
import type { Size } from '../../../worker/reading/pictureSize.ts';

/** Which square of a picture is taken. */
export interface Crop {
  /** 1 for the largest square that there is. */
  readonly zoom: number;
  /** How far to the right and down the square is, in [0, 1]: at 1 it touches the edge. */
  readonly across: number;
  readonly down: number;
}

/** A square in the picture's own pixels. */
export interface Square {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/** The largest square, in the middle. */
export const wholePicture: Crop = { zoom: 1, across: 0.5, down: 0.5 };

export function squareOf({ width, height }: Size, { zoom, across, down }: Crop): Square {
  const side = Math.min(width, height) / zoom;
  return { left: across * (width - side), top: down * (height - side), side };
}

/** The network sees 32 × 32 pixels: nothing is gained by a square of fewer. */
export function largestZoom({ width, height }: Size): number {
  return Math.max(1, Math.min(16, Math.min(width, height) / imageSize));
}
