import * as tf from '@tensorflow/tfjs-core';
import type { Mode } from '../model/operation.ts';
import { layersWithArrays } from '../network/arrays.ts';
import { type LayerSpec, type Spec, sizeOf } from '../network/specification.ts';
import { randomStream } from '../random/random.ts';

/** Each 32-bit random number decides two units. */
const half = 2 ** 16;

/**
 * The mode of one training step. Which units a dropout layer drops depends on the seed, the step and the layer.
 *
 * @param step completed steps
 */
export function trainingMode(layers: readonly LayerSpec[], seed: number, step: number): Mode {
  return {
    kind: 'training',
    dropoutMask: (layer, batchSize) => dropoutMask(layer, batchSize, seed, streamIndex(layers, layer, step)),
  };
}

/** There is one stream per step and layer with arrays; a dropout layer uses that of the last such layer before it. */
function streamIndex(layers: readonly LayerSpec[], layer: Spec<'dropout'>, step: number): number {
  const before = layersWithArrays(layers.slice(0, layers.indexOf(layer))).length;
  return step * layersWithArrays(layers).length + before - 1;
}

/**
 * The factors for the outputs of the layer before: 0 for dropped units, 1 / (1 − rate) for the others, which keeps the expected
 * sum the same (Srivastava et al., "Dropout" (2014), in its inverted form).
 */
function dropoutMask(
  { input, rate }: Spec<'dropout'>,
  batchSize: number,
  seed: number,
  index: number,
): tf.Tensor {
  const values = maskValues(batchSize * sizeOf(input), rate, seed, index);
  return tf.tensor(values, [batchSize, ...input]);
}

/** Exported for the tests. */
export function maskValues(count: number, rate: number, seed: number, index: number): Float32Array {
  const random = randomStream(seed, 'dropout', index);
  const threshold = Math.round(rate * half);
  const kept = 1 / (1 - rate);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    const draw = random.uint32();
    values[i] = draw % half < threshold ? 0 : kept;
    if (i + 1 < count) values[i + 1] = draw >>> 16 < threshold ? 0 : kept;
  }
  return values;
}
