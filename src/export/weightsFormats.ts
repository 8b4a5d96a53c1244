import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { InputRecipe } from '../input/inputScaling.ts';
import type { LayerSpec } from '../network/specification.ts';
import type { ExportedFile, WeightsFormatId } from './exportedFile.ts';
import { numpyWeights } from './numpyWeights.ts';
import { sequentialText } from './pytorchModules.ts';
import { pytorchWeights } from './pytorchWeights.ts';
import { tfjsModel } from './tfjsModel.ts';

export interface WeightsFormat {
  readonly id: WeightsFormatId;
  readonly label: string;
  /** What is downloaded, and which program opens it. */
  readonly description: (layers: readonly LayerSpec[]) => string;
  readonly files: (checkpoint: Checkpoint, recipe: InputRecipe) => readonly ExportedFile[];
}

/** In the order in which they are offered. */
export const weightsFormats: readonly WeightsFormat[] = [
  {
    id: 'safetensors',
    label: 'PyTorch (.safetensors)',
    description: (layers) =>
      `Two files: the weights, which ${sequentialText(layers)} loads with load_state_dict, and what turns images into inputs: the pixel mean to subtract and, where inputs are scaled, the pixel scale to multiply by.`,
    files: pytorchWeights,
  },
  {
    id: 'tfjs',
    label: 'TensorFlow.js model (tfjs, .json and .bin)',
    description: () =>
      'Two files that tf.loadLayersModel opens. The model’s metadata has what turns images into inputs: the pixel mean to subtract and, where inputs are scaled, the pixel scale to multiply by.',
    files: tfjsModel,
  },
  {
    id: 'npz',
    label: 'NumPy (.npz)',
    description: () =>
      'One file for numpy.load: the weights, the pixel mean, and everything else needed to turn images into inputs.',
    files: numpyWeights,
  },
];
