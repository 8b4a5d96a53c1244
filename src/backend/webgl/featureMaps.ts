import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Feature maps as our shaders read and write them: a texel holds four channels of one position. A texture’s row holds the texels
 * of one line of an image, or of several lines where a batch has more of them than a texture has rows.
 */
export interface MapsLayout {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Texels for a position; channels beyond the last are 0. */
  readonly groups: number;
  /** Lines of images in a row of the texture. */
  readonly linesPerRow: number;
}

export interface FeatureMaps extends MapsLayout {
  readonly info: tf.TensorInfo;
}

/** How shapes such as [batch, height, width, channels] or [rows, channels] lie in a texture; null where they do not fit. */
export function mapsLayout(shape: readonly number[]): MapsLayout | null {
  const channels = shape.at(-1) ?? 1;
  const [batch = 1, height = 1, width = 1] = shape.slice(0, -1);
  const most = tf.env().getNumber('WEBGL_MAX_TEXTURE_SIZE');
  const groups = Math.ceil(channels / 4);
  const linesPerRow = Math.max(1, Math.ceil((batch * height) / most));
  if (linesPerRow * width * groups > most) return null;
  return { batch, height, width, channels, groups, linesPerRow };
}

/** The same for a shape that is known to fit. */
export function fittingLayout(shape: readonly number[]): MapsLayout {
  const layout = mapsLayout(shape);
  if (!layout) throw new RangeError(`no texture holds maps of the shape ${shape}`);
  return layout;
}

/** The size of the texture in texels. */
export function textureSize({ batch, height, width, groups, linesPerRow }: MapsLayout): {
  readonly columns: number;
  readonly rows: number;
} {
  return { columns: width * groups * linesPerRow, rows: Math.ceil((batch * height) / linesPerRow) };
}

/**
 * Empty maps to draw into. TensorFlow.js takes the texture for a packed one of the shape [texels, 2, 2], which has the same order
 * of numbers where the channels fill their texels: its kernels then read the maps as well, after rearranging them.
 */
export function emptyMaps(
  backend: MathBackendWebGL,
  shape: readonly number[],
  layout = fittingLayout(shape),
): FeatureMaps {
  const info = backend.makeTensorInfo([...shape], 'float32');
  const data = backend.getDataInfo(info.dataId);
  const { columns, rows } = textureSize(layout);
  data.isPacked = true;
  data.shape = texelShape(layout);
  data.texShape = [2 * rows, 2 * columns];
  backend.uploadToGPU(info.dataId);
  return { ...layout, info };
}

/** The shape that TensorFlow.js takes the maps for. */
export function texelShape({ batch, height, width, groups }: MapsLayout): number[] {
  return [batch * height * width * groups, 2, 2];
}
