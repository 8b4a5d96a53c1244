import { type LayerSpec, sizeOf } from './specification.ts';

/** Large enough to keep a backend busy, small enough to stay responsive. */
const maxImages = 1_000;
/** The largest output of a layer in a pass, 32 MB: a thousand images of a wide convolution would take ten times as much. */
const maxValuesPerLayer = 8_000_000;

/** How many images an evaluation passes through a network at once. */
export function imagesPerPass(layers: readonly LayerSpec[]): number {
  const largest = Math.max(...layers.map(({ output }) => sizeOf(output)));
  return Math.max(1, Math.min(maxImages, Math.floor(maxValuesPerLayer / largest)));
}
