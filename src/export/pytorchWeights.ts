import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { InputRecipe } from '../input/inputScaling.ts';
import { type ByKind, byKind, type LayerSpec } from '../network/specification.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';
import { encodeSafetensors } from '../tensorFiles/safetensors.ts';
import { transposed } from '../tensorFiles/transposed.ts';
import { describeCheckpoint, fileStem } from './describeCheckpoint.ts';
import type { ExportedFile } from './exportedFile.ts';
import { inputArrays } from './inputArrays.ts';
import { layersOf, weightsOf } from './networkWeights.ts';

const mediaType = 'application/octet-stream';

/** A module of an `nn.Sequential`. */
interface PytorchModule {
  readonly className: string;
  /** Makes its state, under PyTorch's names, from the layer's arrays. */
  readonly state: (arrays: readonly NamedArray[]) => Readonly<Record<string, Omit<NamedArray, 'name'>>>;
}

/** Null for layers that have no part in a trained network. */
const moduleOf: ByKind<PytorchModule | null> = {
  dense: ({ input: [inputs = 0], output: [outputs = 0] }) => ({
    className: 'Linear',
    state: ([weights, biases]) => ({
      // PyTorch stores the matrix as [outputs, inputs].
      weight: { shape: [outputs, inputs], values: transposed(valuesOf(weights), inputs, outputs) },
      bias: { shape: [outputs], values: valuesOf(biases) },
    }),
  }),
  relu: () => ({ className: 'ReLU', state: () => ({}) }),
  dropout: () => null,
};

interface PlacedModule extends PytorchModule {
  readonly layer: LayerSpec;
}

/** The modules of the layers, with their indices in the `nn.Sequential`. */
function modulesOf(layers: readonly LayerSpec[]): PlacedModule[] {
  return layers.flatMap((layer) => {
    const module = byKind(moduleOf, layer);
    return module ? [{ ...module, layer }] : [];
  });
}

/** `nn.Sequential(Linear, ReLU, Linear)` */
export function sequentialText(layers: readonly LayerSpec[]): string {
  return `nn.Sequential(${modulesOf(layers)
    .map(({ className }) => className)
    .join(', ')})`;
}

/**
 * The weights for a strict `load_state_dict` of a PyTorch `nn.Sequential` with the network's layers, and the pixel mean in a
 * separate file.
 */
export function pytorchWeights(checkpoint: Checkpoint, recipe: InputRecipe): ExportedFile[] {
  const description = describeCheckpoint(checkpoint, recipe);
  return [
    {
      name: `${fileStem(checkpoint.summary)}.safetensors`,
      mediaType,
      bytes: encodeSafetensors(stateOf(checkpoint), { format: 'pt', ...description }),
    },
    {
      name: 'cifar-10-pixel-mean.safetensors',
      mediaType,
      bytes: encodeSafetensors(inputArrays(recipe), { format: 'pt', input: description.input ?? '' }),
    },
  ];
}

/** `0.weight`, `0.bias`, `2.weight` … */
function stateOf({ summary, weights }: Checkpoint): NamedArray[] {
  return modulesOf(layersOf(summary)).flatMap(({ layer, state }, place) =>
    Object.entries(state(weightsOf(layer, weights))).map(([name, array]) => ({
      name: `${place}.${name}`,
      ...array,
    })),
  );
}

function valuesOf(array: NamedArray | undefined): NamedArray['values'] {
  if (!array) throw new RangeError('a layer lacks an array');
  return array.values;
}
