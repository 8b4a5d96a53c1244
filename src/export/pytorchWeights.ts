import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { InputRecipe } from '../input/inputScaling.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';
import { encodeSafetensors } from '../tensorFiles/safetensors.ts';
import { transposed } from '../tensorFiles/transposed.ts';
import { describeCheckpoint, fileStem } from './describeCheckpoint.ts';
import type { ExportedFile } from './exportedFile.ts';
import { inputArrays } from './inputArrays.ts';
import { type LayerWeights, layerWeights } from './layerWeights.ts';

const mediaType = 'application/octet-stream';

/**
 * The weights as PyTorch's `nn.Sequential(Linear, ReLU, Linear)` takes them with a strict `load_state_dict`, and the pixel
 * mean in a file beside them.
 */
export function pytorchWeights(checkpoint: Checkpoint, recipe: InputRecipe): ExportedFile[] {
  const description = describeCheckpoint(checkpoint, recipe);
  return [
    {
      name: `${fileStem(checkpoint.summary)}.safetensors`,
      mediaType,
      bytes: encodeSafetensors(layerWeights(checkpoint.weights).flatMap(linearState), {
        format: 'pt',
        ...description,
      }),
    },
    {
      name: 'cifar-10-pixel-mean.safetensors',
      mediaType,
      bytes: encodeSafetensors(inputArrays(recipe), { format: 'pt', input: description.input ?? '' }),
    },
  ];
}

/** In a Sequential every second module is a Linear; PyTorch keeps its matrix as `[outputs, inputs]`. */
function linearState({ inputs, outputs, weights, biases }: LayerWeights, layer: number): NamedArray[] {
  return [
    {
      name: `${2 * layer}.weight`,
      shape: [outputs, inputs],
      values: transposed(weights.values, inputs, outputs),
    },
    { name: `${2 * layer}.bias`, shape: [outputs], values: biases.values },
  ];
}
