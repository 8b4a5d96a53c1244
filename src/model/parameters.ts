import * as tf from '@tensorflow/tfjs-core';
import { type ArraySpec, layerArrays, layersWithArrays, nameInCheckpoint } from '../network/arrays.ts';
import { type LayerSpec, type Spec, sizeOf } from '../network/specification.ts';
import { randomStream } from '../random/random.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';
import { identityFilters, truncatedNormal } from './initializers.ts';
import type { Model } from './model.ts';
import type { Tensors } from './operation.ts';

/** Computes the filters of a whitening layer, [size, size, channels, filters]. */
export type WhiteningFilters = (layer: Spec<'whitening'>) => Float32Array<ArrayBuffer>;

/**
 * The initial arrays for a seed. A layer's random stream is indexed by its position among the layers that have arrays.
 *
 * @param whiteningFilters not needed by networks without a whitening layer
 */
export function initialWeights(
  layers: readonly LayerSpec[],
  seed: number,
  whiteningFilters: WhiteningFilters = withoutImages,
): NamedArray[] {
  return layersWithArrays(layers).flatMap((layer, index) =>
    layerArrays(layer).map((array) => ({
      name: array.name,
      shape: array.shape,
      values: layer.kind === 'whitening' ? whiteningFilters(layer) : initialValues(array, seed, index),
    })),
  );
}

const withoutImages: WhiteningFilters = ({ name }) => {
  throw new RangeError(`${name} is computed from images, and none were given`);
};

function initialValues(
  { shape, initial }: Pick<ArraySpec, 'shape' | 'initial'>,
  seed: number,
  index: number,
): Float32Array<ArrayBuffer> {
  const count = sizeOf(shape);
  switch (initial.kind) {
    case 'zeros':
      return new Float32Array(count);
    case 'ones':
      return new Float32Array(count).fill(1);
    case 'drawn':
      return truncatedNormal(randomStream(seed, 'weights', index), count, initial.stddev);
    case 'identity':
      return identityFilters(randomStream(seed, 'weights', index), shape, initial.stddev);
  }
}

/**
 * Puts arrays on the backend. Throws a RangeError where they are not those of this network, and then leaves no tensor behind.
 *
 * @param suffix of the arrays to read in place of the parameters: an optimizer slot's, or the average's
 */
export function parametersFromWeights(
  { arrays }: Pick<Model, 'arrays'>,
  weights: readonly NamedArray[],
  suffix?: string,
): Tensors {
  const found = arrays.map(({ name, shape }) => ({
    name,
    shape: [...shape],
    values: valuesOf(weights, nameInCheckpoint(name, suffix), sizeOf(shape)),
  }));
  return Object.fromEntries(found.map(({ name, shape, values }) => [name, tf.tensor(values, shape)]));
}

/** Reads the parameters back from the backend, in order. The arrays belong to the caller. */
export async function weightsFromParameters(parameters: Tensors, suffix?: string): Promise<NamedArray[]> {
  const arrays = Object.entries(parameters).map(async ([name, tensor]) => ({
    name: nameInCheckpoint(name, suffix),
    shape: tensor.shape,
    values: new Float32Array(await tensor.data<'float32'>()),
  }));
  return Promise.all(arrays);
}

export function disposeParameters(parameters: Tensors): void {
  tf.dispose(Object.values(parameters));
}

function valuesOf(weights: readonly NamedArray[], name: string, size: number): Float32Array {
  const found = weights.find((array) => array.name === name);
  if (found?.values.length !== size) throw new RangeError(`no ${size} values named ${name}`);
  // A copy, because TensorFlow.js keeps a reference to the array until it is uploaded.
  return found.values.slice();
}
