import type { InputScalingName } from '../configuration/hyperparameters.ts';
import type { InputRecipe } from '../input/inputScaling.ts';

/*
 * How a picture becomes the network's input, for users of the files. TensorFlow.js models differ from the other files: they whiten
 * by themselves, and name the arrays in their metadata in JavaScript's style.
 */

const layout =
  'A picture is 3,072 bytes (0 to 255): index = channel * 1024 + row * 32 + column, channels red, green, blue';
const source = 'computed from all 50,000 training images, those held out for validation included';

/** For the metadata of files with the arrays `pixel_mean`, `pixel_scale`, `whitening` and `whitening_step`. */
export function inputDescription({ pixelScale, whitening }: InputRecipe): string {
  if (whitening) {
    return `${layout}. standardized = (byte - pixel_mean) * pixel_scale; input = whitening_step * clip(floor(standardized @ whitening / whitening_step + 0.5), -127, 127). pixel_mean, pixel_scale (1 / standard deviation) and whitening (a 3,072 x 3,072 matrix) are ${source}.`;
  }
  return pixelScale
    ? `${layout}. input = (byte - pixel_mean) * pixel_scale. pixel_mean and pixel_scale (1 / standard deviation) are ${source}.`
    : `${layout}. input = byte - pixel_mean. pixel_mean is ${source}.`;
}

/** For the metadata of a TensorFlow.js model. */
export function tfjsInputDescription({ pixelScale, whitening }: InputRecipe): string {
  const factor = pixelScale ? ' * pixelScale' : '';
  const arrays = pixelScale ? 'pixelMean and pixelScale (1 / standard deviation) are' : 'pixelMean is';
  const layers = whitening ? ' The first layers of the model whiten the input.' : '';
  return `${layout}. input = (byte - pixelMean)${factor}. ${arrays} ${source}.${layers}`;
}

/** What a file has besides the weights, in the page's words: within a sentence. */
export const preprocessingTexts: Readonly<Record<InputScalingName, string>> = {
  centred: 'the mean image to subtract from an image',
  standardized: 'the mean image to subtract from an image, and the scale to multiply the difference by',
  whitened:
    'the mean image to subtract from an image, the scale to multiply the difference by, and the matrix and rounding step that whiten the result',
};

/** What the user of a TensorFlow.js model has to do to an image: within a sentence. */
export const tfjsPreprocessingTexts: Readonly<Record<InputScalingName, string>> = {
  centred:
    'Subtract pixelMean, which is in the model’s metadata, from an image’s 3,072 bytes (1,024 red, 1,024 green, 1,024 blue)',
  standardized:
    'Subtract pixelMean from an image’s 3,072 bytes (1,024 red, 1,024 green, 1,024 blue) and multiply by pixelScale; both are in the model’s metadata',
  whitened:
    'Subtract pixelMean from an image’s 3,072 bytes (1,024 red, 1,024 green, 1,024 blue) and multiply by pixelScale; both are in the model’s metadata. The model’s first layers then whiten the result',
};
