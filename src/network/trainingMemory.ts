import type { Hyperparameters, OptimizerName } from '../configuration/hyperparameters.ts';
import { classNames, imagePixels } from '../data/cifar10.ts';
import { networkArrays } from './arrays.ts';
import { imagesPerPass } from './imagesPerPass.ts';
import { type ByKind, byKind, type LayerSpec, sizeOf } from './specification.ts';

/**
 * What computes. The WASM backend pools the sums of a convolution before it stores them; on a GPU they are stored as well.
 */
export type Device = 'wasm' | 'gpu';

/** Tensors of each parameter that an optimizer carries from step to step (`training/optimizers.ts`). */
export const slotCounts: Readonly<Record<OptimizerName, number>> = {
  sgd: 0,
  momentum: 1,
  nesterov: 1,
  adam: 2,
};

const floatBytes = 4;

type Needs = Pick<Hyperparameters, 'batchSize' | 'optimizer'>;

/**
 * About how many bytes the tensors of training take at once, besides the pictures. A step holds
 *
 * - the parameters and the optimizer's slots, before and after the update,
 * - their gradients, and once more as much for the penalty's share or for layer statistics,
 * - of each image of the batch: the inputs, the outputs of every layer, and their derivatives, which are released together at its end.
 *
 * An evaluation holds the parameters and slots, and the outputs of two layers at a time for its own batches; the larger of the
 * two counts.
 * What kernels need in passing is left out: on WASM it is a few MB, whatever the network.
 */
export function trainingBytes(layers: readonly LayerSpec[], needs: Needs, device: Device): number {
  const { state, step, perImage, evaluation } = partsOf(layers, needs, device);
  return state + Math.max(step + needs.batchSize * perImage, evaluation);
}

/** The largest batch size that keeps training within so many bytes; 0 where none does. */
export function largestBatchWithin(
  limit: number,
  layers: readonly LayerSpec[],
  needs: Pick<Needs, 'optimizer'>,
  device: Device,
): number {
  const { state, step, perImage, evaluation } = partsOf(layers, needs, device);
  if (state + evaluation > limit) return 0;
  return Math.max(0, Math.floor((limit - state - step) / perImage));
}

/** All in bytes. */
interface Parts {
  /** Parameters and slots. */
  readonly state: number;
  /** What a step adds, whatever its batch. */
  readonly step: number;
  /** What it adds for each image of its batch. */
  readonly perImage: number;
  /** What an evaluation adds. */
  readonly evaluation: number;
}

function partsOf(
  layers: readonly LayerSpec[],
  { optimizer }: Pick<Needs, 'optimizer'>,
  device: Device,
): Parts {
  const parameters = floatBytes * networkArrays(layers).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const state = parameters * (1 + slotCounts[optimizer]);
  const batch = floatBytes * (imagePixels + classNames.length);
  const held = layers.map((_, place) => heldValues(layers, place, device));
  const firstTrained = layers.findIndex(({ kind }) => kind === 'dense' || kind === 'convolution');
  const outputs = floatBytes * held.reduce((sum, { forward }) => sum + forward, 0);
  const derivatives = floatBytes * held.slice(firstTrained).reduce((sum, { backward }) => sum + backward, 0);
  return {
    state,
    step: state + 2 * parameters,
    perImage: batch + outputs + derivatives,
    evaluation: imagesPerPass(layers) * (batch + floatBytes * largestNeighbours(held)),
  };
}

/** The most values that two layers in turn hold. */
function largestNeighbours(held: readonly Held[]): number {
  return Math.max(...held.map(({ forward }, place) => forward + (held[place + 1]?.forward ?? 0)));
}

/** How many values of an image a layer holds until a step ends. */
interface Held {
  readonly forward: number;
  readonly backward: number;
}

const nothing: Held = { forward: 0, backward: 0 };

function heldValues(layers: readonly LayerSpec[], place: number, device: Device): Held {
  const layer = layers[place];
  return layer ? byKind(heldBy, layer)({ layers, place, device }) : nothing;
}

interface Surroundings {
  readonly layers: readonly LayerSpec[];
  readonly place: number;
  readonly device: Device;
}

const heldBy: ByKind<(surroundings: Surroundings) => Held> = {
  dense:
    ({ output, outputScale }) =>
    ({ layers, place }) => {
      const units = sizeOf(output);
      const scaled = outputScale === 1 ? 0 : units;
      // ReLU is computed in place; its derivative is not.
      const rectified = layers[place + 1]?.kind === 'relu' ? units : 0;
      return { forward: units + scaled, backward: units + scaled + rectified };
    },
  relu: activationHeld,
  gelu: activationHeld,
  // The mask, and what it leaves; derivatives are multiplied with those of ReLU.
  dropout:
    ({ output }) =>
    () => ({ forward: 2 * sizeOf(output), backward: 0 }),
  image: held,
  convolution: convolutionHeld,
  whitening: convolutionHeld,
  batchNormalization: held,
  maxPooling:
    ({ output, size }) =>
    ({ device }) => {
      const values = sizeOf(output);
      // A byte tells which value of the window was the largest.
      const positions = device === 'wasm' && size === 2 ? values / floatBytes : 0;
      return { forward: values + positions, backward: values };
    },
  averagePooling: held,
  globalMaxPooling: held,
  globalAveragePooling: held,
  // The same values in another shape.
  flatten: () => () => nothing,
};

function held({ output }: LayerSpec): () => Held {
  const values = sizeOf(output);
  return () => ({ forward: values, backward: values });
}

function convolutionHeld(layer: LayerSpec): (surroundings: Surroundings) => Held {
  return ({ layers, place, device }) => {
    const next = layers[place + 1];
    const pooling = next?.kind === 'relu' ? layers[place + 2] : next;
    const isPooledAtOnce = device === 'wasm' && pooling?.kind === 'maxPooling' && pooling.size === 2;
    return isPooledAtOnce ? nothing : held(layer)();
  };
}

/** Nothing where a backend computes the activation together with the layer before it. */
function activationHeld(layer: LayerSpec): (surroundings: Surroundings) => Held {
  return ({ layers, place, device }) => {
    const before = layers[place - 1]?.kind;
    const isOfWasm = before === 'convolution' || before === 'whitening' || before === 'maxPooling';
    const isFused =
      before === 'batchNormalization' ||
      (layer.kind === 'relu' && (before === 'dense' || (device === 'wasm' && isOfWasm)));
    return isFused ? nothing : held(layer)();
  };
}
