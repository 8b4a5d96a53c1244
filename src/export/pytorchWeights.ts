import type { Checkpoint, WeightArray } from '../checkpoint/checkpoint.ts';
import type { InputRecipe } from '../input/inputScaling.ts';
import { describeCheckpoint, fileStem } from './describeCheckpoint.ts';
import { type LayerWeights, layerWeights } from './layerWeights.ts';
import { encodeSafetensors } from './safetensors.ts';
import type { ExportedFile } from './weightsFormats.ts';

const mediaType = 'application/octet-stream';

/**
 * The weights as PyTorch's `nn.Sequential(Linear, ReLU, Linear)` takes them with a strict `load_state_dict`, and the pixel
 * mean in a file beside them.
 */
export function pytorchWeights({ summary, weights }: Checkpoint, recipe: InputRecipe): ExportedFile[] {
  const description = describeCheckpoint(summary, recipe);
  return [
    {
      name: `${fileStem(summary)}.safetensors`,
      mediaType,
      bytes: encodeSafetensors(layerWeights(weights).flatMap(linearState), { format: 'pt', ...description }),
    },
    {
      name: 'cifar-10-pixel-mean.safetensors',
      mediaType,
      bytes: encodeSafetensors(inputArrays(recipe), { format: 'pt', input: description.input ?? '' }),
    },
  ];
}

/** The pixel mean, and what else makes inputs of pictures. */
function inputArrays({ pixelMean, pixelScale, whitening }: InputRecipe): WeightArray[] {
  const size = pixelMean.length;
  return [
    { name: 'pixel_mean', shape: [size], values: pixelMean },
    ...(pixelScale ? [{ name: 'pixel_scale', shape: [size], values: pixelScale }] : []),
    ...(whitening
      ? [
          { name: 'whitening', shape: [size, size], values: whitening.matrix },
          { name: 'whitening_step', shape: [1], values: Float32Array.of(whitening.step) },
        ]
      : []),
  ];
}

/** In a Sequential every second module is a Linear; PyTorch keeps its matrix as `[outputs, inputs]`. */
function linearState({ inputs, outputs, weights, biases }: LayerWeights, layer: number): WeightArray[] {
  return [
    {
      name: `${2 * layer}.weight`,
      shape: [outputs, inputs],
      values: transposed(weights.values, inputs, outputs),
    },
    { name: `${2 * layer}.bias`, shape: [outputs], values: biases.values },
  ];
}

function transposed(values: Float32Array, rows: number, columns: number): Float32Array<ArrayBuffer> {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result[column * rows + row] = values[row * columns + column] ?? Number.NaN;
    }
  }
  return result;
}
