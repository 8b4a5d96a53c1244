import * as tf from '@tensorflow/tfjs-core';
import { randomStream } from '../random/random.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';
import { truncatedNormal } from './initializers.ts';
import type { DenseLayer, LayerParameters, Parameters } from './network.ts';

/** The weights that a seed starts from: truncated normal matrices `[inputs, outputs]` and zero biases `[outputs]`. */
export function initialWeights(layers: readonly DenseLayer[], seed: number): NamedArray[] {
  return layers.flatMap(({ name, inputs, outputs, initialStddev }, index) => [
    {
      name: `${name}/weights`,
      shape: [inputs, outputs],
      values: truncatedNormal(randomStream(seed, 'weights', index), inputs * outputs, initialStddev),
    },
    { name: `${name}/biases`, shape: [outputs], values: new Float32Array(outputs) },
  ]);
}

/**
 * Puts weights on the backend. Throws a RangeError where they are not those of these layers, and leaves nothing there then.
 *
 * @param slot what an optimizer remembers of the weights, under this name, in their place
 */
export function parametersFromWeights(
  layers: readonly DenseLayer[],
  weights: readonly NamedArray[],
  slot?: string,
): Parameters {
  const found = layers.map(({ name, inputs, outputs }) => ({
    shape: [inputs, outputs] as const,
    matrix: valuesOf(weights, arrayName(name, 'weights', slot), inputs * outputs),
    biases: valuesOf(weights, arrayName(name, 'biases', slot), outputs),
  }));
  return found.map(({ shape: [inputs, outputs], matrix, biases }) => ({
    weights: tf.tensor2d(matrix, [inputs, outputs]),
    biases: tf.tensor1d(biases),
  }));
}

/** Reads the parameters back from the backend. The arrays are the caller's own. */
export async function weightsFromParameters(
  layers: readonly DenseLayer[],
  parameters: Parameters,
  slot?: string,
): Promise<NamedArray[]> {
  const arrays = layers.map(async ({ name }, index) => {
    const { weights, biases } = layerAt(parameters, index);
    return [
      { name: arrayName(name, 'weights', slot), shape: weights.shape, values: await valuesFrom(weights) },
      { name: arrayName(name, 'biases', slot), shape: biases.shape, values: await valuesFrom(biases) },
    ];
  });
  return (await Promise.all(arrays)).flat();
}

export function disposeParameters(parameters: Parameters): void {
  for (const { weights, biases } of parameters) tf.dispose([weights, biases]);
}

/** The layer's tensors; a missing layer is a programming error. */
export function layerAt(parameters: Parameters, index: number): LayerParameters {
  const layer = parameters[index];
  if (!layer) throw new RangeError(`the network has no layer ${index}`);
  return layer;
}

/** `hidden/weights`, `hidden/weights/velocity` */
function arrayName(layer: string, kind: 'weights' | 'biases', slot: string | undefined): string {
  return slot === undefined ? `${layer}/${kind}` : `${layer}/${kind}/${slot}`;
}

function valuesOf(weights: readonly NamedArray[], name: string, size: number): Float32Array {
  const found = weights.find((array) => array.name === name);
  if (found?.values.length !== size) throw new RangeError(`no ${size} values named ${name}`);
  // A copy, because tfjs keeps the array it is given until it is uploaded.
  return found.values.slice();
}

async function valuesFrom(tensor: tf.Tensor): Promise<Float32Array<ArrayBuffer>> {
  return new Float32Array(await tensor.data<'float32'>());
}
