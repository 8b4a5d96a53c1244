import type { InputScalingName } from '../configuration/hyperparameters.ts';
import { imagePixels } from '../data/cifar10.ts';
import { Failure } from '../failure.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';
import { arrayOfShape } from './ownArrays.ts';

/** In units of the byte values, 0 to 255: the error of a mean of 50,000 bytes that was summed in single precision. */
const meanTolerance = 0.02;
/** One divided by a standard deviation of 40 to 100; on average it is 64. */
const plausibleScale = { min: 0.01, max: 0.025 };

/**
 * Requires that the weights were trained on inputs that this page can make, and returns which.
 *
 * @param pixelMean [3072] of the training images
 * @param named the scaling that the file names, if any
 * @throws Failure `weights-part-missing`, `weights-wrong-shape`, `weights-unsuitable`
 */
export function requireInputs(
  arrays: readonly NamedArray[],
  pixelMean: Float32Array,
  named: string | undefined,
): InputScalingName {
  const mean = arrays.find(({ name }) => name === 'pixel_mean');
  if (!mean) throw new Failure({ code: 'weights-part-missing', details: { missing: 'the pixel mean' } });
  const { values } = arrayOfShape(mean, [imagePixels]);
  if (values.some((value, pixel) => Math.abs(value - (pixelMean[pixel] ?? 0)) > meanTolerance)) {
    throw unsuitable(
      'their pixel mean is not that of CIFAR-10’s training images, in the order red, green, blue',
    );
  }
  const scale = arrays.find(({ name }) => name === 'pixel_scale');
  if (!scale) {
    if (named !== undefined && named !== 'centred')
      throw new Failure({ code: 'weights-part-missing', details: { missing: 'the pixel scale' } });
    return 'centred';
  }
  const { min, max } = plausibleScale;
  if (arrayOfShape(scale, [imagePixels]).values.some((value) => value < min || value > max)) {
    throw unsuitable('their pixel scale is not 1 divided by the standard deviation of the training images');
  }
  if (named === 'whitened' || arrays.some(({ name }) => name === 'whitening' || name === 'whitening_step'))
    return 'whitened';
  return 'standardized';
}

function unsuitable(reason: string): Failure {
  return new Failure({ code: 'weights-unsuitable', details: { reason } });
}
