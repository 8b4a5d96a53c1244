import type { CheckpointSummary } from '../checkpoint/checkpoint.ts';
import { isUsed, parameterKeys } from '../configuration/parameters.ts';
import { snakeCase } from '../configuration/snakeCase.ts';
import { classNames } from '../data/cifar10.ts';
import type { InputRecipe } from '../input/inputScaling.ts';

/** How a picture becomes the network's input, for those who open the weights elsewhere. */
function inputDescription({ pixelScale, whitening }: InputRecipe): string {
  const order = 'feature index = channel * 1024 + row * 32 + column (channels red, green, blue)';
  const centred = 'byte (0 to 255) minus the pixel mean';
  if (whitening) {
    return `${order}; standardized = (${centred}) * pixel_scale; value = whitening_step * clip(round(standardized @ whitening / whitening_step), -127, 127); whitening is a 3072 x 3072 matrix that comes with the safetensors format`;
  }
  return pixelScale ? `${order}; value = (${centred}) * pixel_scale` : `${order}; value = ${centred}`;
}

/** What every exported file says about where its weights come from. */
export function describeCheckpoint(
  {
    network,
    hyperparameters,
    step,
    trainAccuracy,
    validationAccuracy,
    testAccuracy,
    savedAt,
  }: CheckpointSummary,
  recipe: InputRecipe,
): Record<string, string> {
  return {
    network,
    step: String(step),
    ...Object.fromEntries(
      parameterKeys
        .filter((key) => isUsed(key, hyperparameters))
        .map((key) => [snakeCase(key), String(hyperparameters[key])]),
    ),
    ...(validationAccuracy === null ? {} : { validation_accuracy: String(validationAccuracy) }),
    ...(trainAccuracy === null ? {} : { train_accuracy: String(trainAccuracy) }),
    ...(testAccuracy === null ? {} : { test_accuracy: String(testAccuracy) }),
    saved_at: savedAt,
    input: inputDescription(recipe),
    class_names: classNames.join(' '),
  };
}

/** `cifar-10-two-layer-step-2000`, without an ending. */
export function fileStem({ network, step }: CheckpointSummary): string {
  return `cifar-10-${network.replaceAll(/[^a-z0-9-]/gi, '-')}-step-${step}`;
}
