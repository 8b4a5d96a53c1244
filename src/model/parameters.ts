import * as tf from '@tensorflow/tfjs-core';
import { type ArraySpec, layerArrays, trainedLayers } from '../network/arrays.ts';
import { type LayerSpec, sizeOf } from '../network/specification.ts';
import { randomStream } from '../random/random.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';
import { truncatedNormal } from './initializers.ts';
import type { Model } from './model.ts';
import type { Tensors } from './operations.ts';

/** The initial weights for a seed. A layer's random stream is indexed by its position among the layers that have arrays. */
export function initialWeights(layers: readonly LayerSpec[], seed: number): NamedArray[] {
  return trainedLayers(layers).flatMap((layer, index) =>
    layerArrays(layer).map(({ name, shape, initial }) => ({
      name,
      shape,
      values: initialValues({ shape, initial }, seed, index),
    })),
  );
}

function initialValues(
  { shape, initial }: Pick<ArraySpec, 'shape' | 'initial'>,
  seed: number,
  index: number,
): Float32Array<ArrayBuffer> {
  return initial === 'zeros'
    ? new Float32Array(sizeOf(shape))
    : truncatedNormal(randomStream(seed, 'weights', index), sizeOf(shape), initial.stddev);
}

/**
 * Puts arrays on the backend. Throws a RangeError where they are not those of this network, and then leaves no tensor behind.
 *
 * @param slot the name of an optimizer slot to read in place of the parameters
 */
export function parametersFromWeights(
  { arrays }: Pick<Model, 'arrays'>,
  weights: readonly NamedArray[],
  slot?: string,
): Tensors {
  const found = arrays.map(({ name, shape }) => ({
    name,
    shape: [...shape],
    values: valuesOf(weights, fileName(name, slot), sizeOf(shape)),
  }));
  return Object.fromEntries(found.map(({ name, shape, values }) => [name, tf.tensor(values, shape)]));
}

/** Reads the parameters back from the backend, in order. The arrays belong to the caller. */
export async function weightsFromParameters(parameters: Tensors, slot?: string): Promise<NamedArray[]> {
  const arrays = Object.entries(parameters).map(async ([name, tensor]) => ({
    name: fileName(name, slot),
    shape: tensor.shape,
    values: new Float32Array(await tensor.data<'float32'>()),
  }));
  return Promise.all(arrays);
}

export function disposeParameters(parameters: Tensors): void {
  tf.dispose(Object.values(parameters));
}

/** `hidden/weights`, `hidden/weights/velocity` */
function fileName(name: string, slot: string | undefined): string {
  return slot === undefined ? name : `${name}/${slot}`;
}

function valuesOf(weights: readonly NamedArray[], name: string, size: number): Float32Array {
  const found = weights.find((array) => array.name === name);
  if (found?.values.length !== size) throw new RangeError(`no ${size} values named ${name}`);
  // A copy, because TensorFlow.js keeps a reference to the array until it is uploaded.
  return found.values.slice();
}
