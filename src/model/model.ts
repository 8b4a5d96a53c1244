import { isTrained, layerArrays, type NetworkArray, networkArrays } from '../network/arrays.ts';
import type { LayerSpec } from '../network/specification.ts';
import type { Operation } from './operation.ts';
import { operationsOf } from './operations.ts';

/** A network of given sizes: its layers, the operations that compute them, and their arrays. */
export interface Model {
  readonly layers: readonly LayerSpec[];
  readonly operations: readonly Operation[];
  readonly arrays: readonly NetworkArray[];
  /** The first operation with an array to train; derivatives are not needed before it. */
  readonly firstTrained: number;
  /** The names of the arrays that are penalized and decayed. */
  readonly weightNames: readonly string[];
}

export function modelOf(layers: readonly LayerSpec[]): Model {
  const arrays = networkArrays(layers);
  const operations = operationsOf(layers);
  return {
    layers,
    operations,
    arrays,
    firstTrained: operations.findIndex((operation) => operation.layers.flatMap(layerArrays).some(isTrained)),
    weightNames: arrays.filter(({ role }) => role === 'weight').map(({ name }) => name),
  };
}
