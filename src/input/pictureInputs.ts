import { imagePixels } from '../data/cifar10.ts';
import { type InputRecipe, maxQuantizedSteps, type Whitening } from './inputScaling.ts';

/**
 * The network's inputs for one official picture, prepared as its training images were.
 *
 * @param pixels [3072]
 * @returns [3072]
 */
export function pictureInputs(
  pixels: Uint8Array,
  { pixelMean, pixelScale, whitening }: InputRecipe,
): Float32Array<ArrayBuffer> {
  const scaled = Float32Array.from(
    pixels,
    (byte, pixel) => (byte - (pixelMean[pixel] ?? 0)) * (pixelScale?.[pixel] ?? 1),
  );
  return whitening ? whitened(scaled, whitening) : scaled;
}

/** The matrix is symmetric: a column of it equals a row, which is contiguous in memory. */
function whitened(inputs: Float32Array, { matrix, step }: Whitening): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: imagePixels }, (_, row) => {
    const start = row * inputs.length;
    let sum = 0;
    for (let pixel = 0; pixel < inputs.length; pixel++) {
      // In range by construction; `?? 0` would cost a branch for each of nine million values.
      sum += (inputs[pixel] as number) * (matrix[start + pixel] as number);
    }
    return step * Math.max(-maxQuantizedSteps, Math.min(maxQuantizedSteps, Math.round(sum / step)));
  });
}
