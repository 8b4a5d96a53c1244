import type { Checkpoint, CheckpointSummary } from '../checkpoint/checkpoint.ts';
import { evaluatedSuffix, nameInCheckpoint, networkArrays } from '../network/arrays.ts';
import { networkNamed } from '../network/networks.ts';
import type { LayerSpec } from '../network/specification.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';

/** The layers of a checkpoint's network. Throws a RangeError where this version does not know the network. */
export function layersOf({ network: name, hyperparameters }: CheckpointSummary): readonly LayerSpec[] {
  const network = networkNamed(name);
  if (!network) throw new RangeError(`there is no network ${name}`);
  return network.layers(hyperparameters);
}

/**
 * The network's own arrays, from the first layer to the last, without the optimizer's slots; where weights are averaged, their
 * average, which evaluation uses. Throws a RangeError where one is missing.
 */
export function networkWeights({ summary, weights }: Checkpoint): NamedArray[] {
  const suffix = evaluatedSuffix(summary.hyperparameters);
  return networkArrays(layersOf(summary)).map(({ name, shape }) => ({
    name,
    shape,
    values: valuesNamed(nameInCheckpoint(name, suffix), weights),
  }));
}

/** The values of the array with that name. Throws a RangeError where there is none. */
export function valuesNamed(name: string, arrays: readonly NamedArray[]): NamedArray['values'] {
  const found = arrays.find((array) => array.name === name);
  if (!found) throw new RangeError(`there is no array ${name}`);
  return found.values;
}
