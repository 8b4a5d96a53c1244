import { type NetworkArray, networkArrays } from '../network/arrays.ts';
import type { LayerSpec } from '../network/specification.ts';
import { type Operation, operationsOf } from './operations.ts';

/** A network of given sizes: its layers, the operations that compute them, and the arrays that training changes. */
export interface Model {
  readonly layers: readonly LayerSpec[];
  readonly operations: readonly Operation[];
  readonly arrays: readonly NetworkArray[];
  /** The names of the arrays that are penalized and decayed. */
  readonly weightNames: readonly string[];
}

export function modelOf(layers: readonly LayerSpec[]): Model {
  const arrays = networkArrays(layers);
  return {
    layers,
    operations: operationsOf(layers),
    arrays,
    weightNames: arrays.filter(({ role }) => role === 'weight').map(({ name }) => name),
  };
}
