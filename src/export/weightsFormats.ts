import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { InputScalingName } from '../configuration/hyperparameters.ts';
import type { InputRecipe } from '../input/inputScaling.ts';
import type { LayerSpec } from '../network/specification.ts';
import type { ExportedFile, WeightsFormatId } from './exportedFile.ts';
import { numpyWeights } from './numpyWeights.ts';
import { preprocessingTexts, tfjsPreprocessingTexts } from './preprocessing.ts';
import { loadingProgram } from './pytorchModules.ts';
import { pytorchWeights } from './pytorchWeights.ts';
import { tfjsModel } from './tfjsModel.ts';

export interface WeightsFormat {
  readonly id: WeightsFormatId;
  readonly label: string;
  /** What is downloaded, which program opens it, and how images become inputs. */
  readonly description: (layers: readonly LayerSpec[], inputScaling: InputScalingName) => string;
  /** The program that loads the weights, where it is more than a call. */
  readonly program?: (layers: readonly LayerSpec[]) => string;
  readonly files: (checkpoint: Checkpoint, recipe: InputRecipe) => readonly ExportedFile[];
}

/** In the order in which they are offered. */
export const weightsFormats: readonly WeightsFormat[] = [
  {
    id: 'safetensors',
    label: 'PyTorch (.safetensors)',
    description: (layers, inputScaling) =>
      `Two files: the weights, which the program below loads, and the preprocessing: ${preprocessingTexts[inputScaling]}. ${patchesText(layers)}`.trim(),
    program: loadingProgram,
    files: pytorchWeights,
  },
  {
    id: 'tfjs',
    label: 'TensorFlow.js model (tfjs, .json and .bin)',
    description: (layers, inputScaling) =>
      `Two files that tf.loadLayersModel opens. ${tfjsPreprocessingTexts[inputScaling]}. ${patchesText(layers)}`.trim(),
    files: tfjsModel,
  },
  {
    id: 'npz',
    label: 'NumPy (.npz)',
    description: (layers, inputScaling) =>
      `One file for numpy.load: the weights and the preprocessing: ${preprocessingTexts[inputScaling]}. ${patchesText(layers)}`.trim(),
    files: numpyWeights,
  },
];

/** Empty where the network does not whiten patches. */
function patchesText(layers: readonly LayerSpec[]): string {
  return layers.some(({ kind }) => kind === 'whitening')
    ? 'Whitening patches is part of the network: its first layer, whose filters are among the weights.'
    : '';
}
