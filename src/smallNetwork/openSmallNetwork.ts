import type { InputRecipe } from '../input/inputScaling.ts';
import { AllocationBudget } from '../limits/allocationBudget.ts';
import { type Model, modelOf } from '../model/model.ts';
import type { Tensors } from '../model/operation.ts';
import { parametersFromWeights } from '../model/parameters.ts';
import { networkNamed } from '../network/networks.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';
import { openSafetensors } from '../tensorFiles/openSafetensors.ts';
import { smallNetworkRecipe } from './recipe.ts';

/** The trained network that comes with the page, on the present backend. */
export interface SmallNetwork {
  readonly model: Model;
  readonly parameters: Tensors;
  /** How a picture becomes its inputs: constants of the training images, which are in the file. */
  readonly inputs: InputRecipe;
}

/**
 * Opens `weights.safetensors`.
 *
 * @throws Failure `weights-file-damaged`; RangeError where the file lacks an array
 */
export function openSmallNetwork(file: Uint8Array): SmallNetwork {
  const { network: name, hyperparameters } = smallNetworkRecipe;
  const network = networkNamed(name);
  if (!network) throw new RangeError(`there is no network ${name}`);
  const model = modelOf(network.layers(hyperparameters));
  const arrays = arraysIn(file);
  return {
    model,
    parameters: parametersFromWeights(model, arrays),
    inputs: {
      pixelMean: valuesNamed('pixel_mean', arrays),
      pixelScale: valuesNamed('pixel_scale', arrays),
      whitening: null,
    },
  };
}

function arraysIn(file: Uint8Array): NamedArray[] {
  const { arrays } = openSafetensors(file, new AllocationBudget());
  return arrays.map(({ name, shape, read }) => ({ name, shape, values: read() }));
}

function valuesNamed(name: string, arrays: readonly NamedArray[]): NamedArray['values'] {
  const found = arrays.find((array) => array.name === name);
  if (!found) throw new RangeError(`the file has no array ${name}`);
  return found.values;
}
