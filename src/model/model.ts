import { type NetworkArray, networkArrays } from '../network/arrays.ts';
import type { LayerSpec } from '../network/specification.ts';
import { type Operation, operationsOf } from './operations.ts';

/** A network of given sizes, ready to compute: its layers, what computes them, and the arrays that training changes. */
export interface Model {
  readonly layers: readonly LayerSpec[];
  readonly operations: readonly Operation[];
  readonly arrays: readonly NetworkArray[];
  /** The names of the arrays that are penalized and that decay. */
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
