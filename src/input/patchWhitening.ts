import { imageSize } from '../data/cifar10.ts';
import { type ImageSet, pictureAt } from '../data/imageSet.ts';
import type { InputScaling } from './inputScaling.ts';
import { principalComponents } from './principalComponents.ts';

/** The patches of a picture, and the filters to make from them. */
export interface PatchSettings {
  readonly size: number;
  readonly stride: number;
  /** Half of them are principal components, the other half their negatives; at most six for each pixel of a patch. */
  readonly filters: number;
  /** Added to the variance of each component. */
  readonly epsilon: number;
}

/** Enough for covariances to within a percent or two. */
const pictureCount = 2_000;
const channels = 3;
const planePixels = imageSize * imageSize;

/**
 * The filters of a convolution whose outputs are uncorrelated with variance 1: the principal components of the pictures' patches
 * over the roots of their variances, and their negatives, since the ReLU behind them lets only one sign pass (Page and Jordan,
 * https://github.com/KellerJordan/cifar10-airbench, after Coates and Ng).
 *
 * Computed in double precision without TensorFlow.js, so that they are the same on every backend.
 *
 * @returns [size, size, channels, filters]
 */
export function patchWhitening(
  images: ImageSet,
  scaling: InputScaling,
  { size, stride, filters, epsilon }: PatchSettings,
): Float32Array<ArrayBuffer> {
  const length = size * size * channels;
  const { directions, variances } = principalComponents(
    patchCovariance(images, scaling, size, stride),
    length,
  );
  const values = new Float32Array(length * filters);
  const half = filters / 2;
  for (let component = 0; component < half; component++) {
    const factor = 1 / Math.sqrt((variances[component] ?? 0) + epsilon);
    directions[component]?.forEach((value, place) => {
      values[place * filters + component] = value * factor;
      values[place * filters + half + component] = -value * factor;
    });
  }
  return values;
}

/** The mean over all patches of `x · xᵀ`, [length, length]; the pictures' mean is 0 already. */
function patchCovariance(
  images: ImageSet,
  scaling: InputScaling,
  size: number,
  stride: number,
): Float64Array {
  const length = size * size * channels;
  const sums = new Float64Array(length * length);
  const patch = new Float64Array(length);
  const count = Math.min(pictureCount, images.imageCount);
  let patches = 0;
  for (let index = 0; index < count; index++) {
    const picture = scaledPicture(pictureAt(images, index), scaling);
    for (let top = 0; top + size <= imageSize; top += stride) {
      for (let left = 0; left + size <= imageSize; left += stride) {
        fillPatch(patch, picture, top, left, size);
        addProducts(sums, patch);
        patches += 1;
      }
    }
  }
  return symmetricMean(sums, length, patches);
}

function scaledPicture(picture: Uint8Array, { offset, scale }: InputScaling): Float32Array {
  return Float32Array.from(picture, (byte, pixel) => (byte - (offset[pixel] ?? 0)) * (scale?.[pixel] ?? 1));
}

/** The patch in the order of a filter: row, column, channel. */
function fillPatch(
  patch: Float64Array,
  picture: Float32Array,
  top: number,
  left: number,
  size: number,
): void {
  let place = 0;
  for (let row = top; row < top + size; row++) {
    for (let column = left; column < left + size; column++) {
      for (let channel = 0; channel < channels; channel++) {
        // In range by construction, here and below; `?? 0` would cost a branch for each of a billion values.
        patch[place] = picture[channel * planePixels + row * imageSize + column] as number;
        place += 1;
      }
    }
  }
}

/** Adds the lower triangle of `x · xᵀ`. */
function addProducts(sums: Float64Array, patch: Float64Array): void {
  const { length } = patch;
  for (let row = 0; row < length; row++) {
    const value = patch[row] as number;
    const start = row * length;
    for (let column = 0; column <= row; column++) {
      sums[start + column] = (sums[start + column] as number) + value * (patch[column] as number);
    }
  }
}

function symmetricMean(sums: Float64Array, length: number, count: number): Float64Array {
  return sums.map((_, index) => {
    const [row, column] = [Math.trunc(index / length), index % length];
    const lower = row >= column ? index : column * length + row;
    return (sums[lower] ?? 0) / count;
  });
}
