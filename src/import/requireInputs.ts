import type { InputScalingName } from '../configuration/hyperparameters.ts';
import { imagePixels } from '../data/cifar10.ts';
import { Failure } from '../failure.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';
import { arrayOfShape } from './denseLayers.ts';

/** Of 255. Whoever sums 50,000 bytes in single precision is this near to the mean. */
const meanTolerance = 0.02;
/** One divided by a standard deviation of 40 to 100; it is 64 on the average. */
const likelyScale = { least: 0.01, most: 0.025 };

/**
 * Makes sure that the weights were trained on inputs as this page makes them, and says which.
 *
 * @param pixelMean [3072] of the training images
 * @param named what the file says, where it says anything
 * @throws Failure `weights-part-missing`, `weights-wrong-shape`, `weights-unsuitable`
 */
export function requireInputs(
  arrays: readonly NamedArray[],
  pixelMean: Float32Array,
  named: string | undefined,
): InputScalingName {
  const mean = arrays.find(({ name }) => name === 'pixel_mean');
  if (!mean) throw new Failure({ code: 'weights-part-missing', details: { missing: 'the pixel mean' } });
  const { values } = arrayOfShape(mean, imagePixels);
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
  const { least, most } = likelyScale;
  if (arrayOfShape(scale, imagePixels).values.some((value) => value < least || value > most)) {
    throw unsuitable('their pixel scale is not 1 divided by the standard deviation of the training images');
  }
  if (named === 'whitened' || arrays.some(({ name }) => name.startsWith('whitening'))) return 'whitened';
  return 'standardized';
}

function unsuitable(reason: string): Failure {
  return new Failure({ code: 'weights-unsuitable', details: { reason } });
}
