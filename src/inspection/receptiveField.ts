import { imageSize } from '../data/cifar10.ts';
import type { LayerSpec } from '../network/specification.ts';
import type { Place } from './featureMaps.ts';
import { paddingBefore } from './windows.ts';

/** A rectangle of the picture, in pixels. */
export interface PictureArea {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/**
 * The receptive field: all pixels that an output depends on, cut at the edges of the picture.
 *
 * @param layers from the first of the network to the one whose output it is
 */
export function receptiveField(layers: readonly LayerSpec[], { row, column }: Place): PictureArea {
  let [top, bottom, left, right] = [row, row, column, column];
  for (const layer of layers.toReversed()) {
    const reach = reachOf(layer);
    if (reach === null) return { top: 0, left: 0, height: imageSize, width: imageSize };
    const { stride, before, size } = reach;
    [top, left] = [top * stride - before, left * stride - before];
    [bottom, right] = [bottom * stride - before + size - 1, right * stride - before + size - 1];
  }
  const inside = (pixel: number) => Math.min(imageSize - 1, Math.max(0, pixel));
  [top, bottom, left, right] = [inside(top), inside(bottom), inside(left), inside(right)];
  return { top, left, height: bottom - top + 1, width: right - left + 1 };
}

interface Reach {
  readonly stride: number;
  readonly before: number;
  readonly size: number;
}

const itself: Reach = { stride: 1, before: 0, size: 1 };

/** Which inputs an output depends on; null for all. */
function reachOf(layer: LayerSpec): Reach | null {
  switch (layer.kind) {
    case 'convolution':
    case 'whitening':
      return {
        stride: layer.stride,
        before: paddingBefore(layer, layer.size, layer.input[0] ?? 1),
        size: layer.size,
      };
    case 'maxPooling':
    case 'averagePooling':
      return { stride: layer.size, before: 0, size: layer.size };
    case 'dense':
    case 'flatten':
    case 'globalMaxPooling':
    case 'globalAveragePooling':
      return null;
    default:
      return itself;
  }
}
