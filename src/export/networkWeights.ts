import type { Checkpoint, CheckpointSummary } from '../checkpoint/checkpoint.ts';
import { layerArrays } from '../network/arrays.ts';
import { networkNamed } from '../network/networks.ts';
import type { LayerSpec } from '../network/specification.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';

/** The layers of a checkpoint's network. Throws a RangeError where this version does not know the network. */
export function layersOf({ network: name, hyperparameters }: CheckpointSummary): readonly LayerSpec[] {
  const network = networkNamed(name);
  if (!network) throw new RangeError(`there is no network ${name}`);
  return network.layers(hyperparameters);
}

/** The network's own arrays, from the first layer to the last, without the optimizer's slots. */
export function networkWeights({ summary, weights }: Checkpoint): NamedArray[] {
  return layersOf(summary).flatMap((layer) => weightsOf(layer, weights));
}

/** The arrays of one layer, in its order. Throws a RangeError where one is missing. */
export function weightsOf(layer: LayerSpec, arrays: readonly NamedArray[]): NamedArray[] {
  return layerArrays(layer).map(({ name }) => {
    const found = arrays.find((array) => array.name === name);
    if (!found) throw new RangeError(`there is no array ${name}`);
    return found;
  });
}
