import type { Checkpoint, WeightArray } from '../checkpoint/checkpoint.ts';
import { describeCheckpoint, fileStem } from './describeCheckpoint.ts';
import { type LayerWeights, layerWeights } from './layerWeights.ts';
import { encodeSafetensors } from './safetensors.ts';
import type { ExportedFile } from './weightsFormats.ts';

const mediaType = 'application/octet-stream';

/**
 * The weights as PyTorch's `nn.Sequential(Linear, ReLU, Linear)` takes them with a strict `load_state_dict`, and the pixel
 * mean in a file beside them.
 */
export function pytorchWeights({ summary, weights }: Checkpoint, pixelMean: Float32Array): ExportedFile[] {
  const metadata = { format: 'pt', ...describeCheckpoint(summary) };
  const mean = { name: 'pixel_mean', shape: [pixelMean.length], values: new Float32Array(pixelMean) };
  return [
    {
      name: `${fileStem(summary)}.safetensors`,
      mediaType,
      bytes: encodeSafetensors(layerWeights(weights).flatMap(linearState), metadata),
    },
    {
      name: 'cifar-10-pixel-mean.safetensors',
      mediaType,
      bytes: encodeSafetensors([mean], { format: 'pt', input: describeCheckpoint(summary).input ?? '' }),
    },
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
