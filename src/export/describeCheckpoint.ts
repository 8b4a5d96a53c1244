import type { Checkpoint, CheckpointSummary } from '../checkpoint/checkpoint.ts';
import { parameterKeys } from '../configuration/hyperparameters.ts';
import { parameterName, usedParameters } from '../configuration/parameters.ts';
import { classNames } from '../data/cifar10.ts';
import type { InputRecipe } from '../input/inputScaling.ts';
import { networkWeights } from './networkWeights.ts';
import { weightsChecksum } from './weightsChecksum.ts';

/** How a picture becomes the network's input, in a sentence for users of the weights. */
function inputDescription({ pixelScale, whitening }: InputRecipe): string {
  const order = 'feature index = channel * 1024 + row * 32 + column (channels red, green, blue)';
  const centred = 'byte (0 to 255) minus the pixel mean';
  if (whitening) {
    return `${order}; standardized = (${centred}) * pixel_scale; value = whitening_step * clip(floor(standardized @ whitening / whitening_step + 0.5), -127, 127); whitening is a 3072 x 3072 matrix, which the safetensors and npz formats carry`;
  }
  return pixelScale ? `${order}; value = (${centred}) * pixel_scale` : `${order}; value = ${centred}`;
}

/** The metadata of every exported file: where its weights come from, and what is needed to train on when it is opened again. */
export function describeCheckpoint(checkpoint: Checkpoint, recipe: InputRecipe): Record<string, string> {
  const { summary } = checkpoint;
  const { network, hyperparameters, step, epoch, position, nextLoss, savedAt } = summary;
  const { validationAccuracy, trainAccuracy, testAccuracy } = summary;
  return {
    network,
    step: String(step),
    ...Object.fromEntries(
      usedParameters(parameterKeys, hyperparameters).map((key) => [
        parameterName(key),
        String(hyperparameters[key]),
      ]),
    ),
    ...given('validation_accuracy', validationAccuracy),
    ...given('train_accuracy', trainAccuracy),
    ...given('test_accuracy', testAccuracy),
    epoch: String(epoch),
    position: String(position),
    // Not that of averaged weights, which the file holds.
    ...given('next_loss', hyperparameters.averageDecay > 0 ? null : nextLoss),
    saved_at: savedAt,
    weights_crc32: weightsChecksum(networkWeights(checkpoint)),
    input: inputDescription(recipe),
    class_names: classNames.join(' '),
  };
}

function given(name: string, value: number | null): Record<string, string> {
  return value === null ? {} : { [name]: String(value) };
}

/** `cifar-10-two-layer-step-2000`, without an extension. */
export function fileStem({ network, step }: CheckpointSummary): string {
  return `cifar-10-${network.replaceAll(/[^a-z0-9-]/gi, '-')}-step-${step}`;
}
