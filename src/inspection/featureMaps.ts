import type { Shape } from '../network/specification.ts';

/** A place in the outputs of a layer. Outputs that are no images have only row and column 0. */
export interface Place {
  readonly row: number;
  readonly column: number;
  /** The feature map, or the unit. */
  readonly channel: number;
}

/** How many maps or units there are, and how large they are: units are maps of one value. */
export function mapsOf(shape: Shape): {
  readonly height: number;
  readonly width: number;
  readonly count: number;
} {
  const [height = 1, width = 1, count = 1] = shape.length === 3 ? shape : [1, 1, shape[0] ?? 1];
  return { height, width, count };
}

/** Where a value is among those of a layer, which are row-major. */
export function indexOf(shape: Shape, { row, column, channel }: Place): number {
  const { width, count } = mapsOf(shape);
  return (row * width + column) * count + channel;
}

/** The place of the value with that index. */
export function placeOf(shape: Shape, index: number): Place {
  const { width, count } = mapsOf(shape);
  const pixel = Math.trunc(index / count);
  return { channel: index % count, row: Math.trunc(pixel / width), column: pixel % width };
}
