import * as tf from '@tensorflow/tfjs-core';
import type { DenseLayer } from '../model/network.ts';
import { randomStream } from '../random/random.ts';

/** Each 32-bit draw decides two units. */
const half = 2 ** 16;

/**
 * What the outputs of each hidden layer are multiplied by in a step: 0 for the units that are silenced, 1 / (1 − dropout) for
 * the others, so that their sum stays what it was on average (Srivastava et al., "Dropout" (2014), in the inverted form). The
 * seed, the step and the layer decide which. None where nothing is dropped.
 *
 * @param rate share that is silenced, to 1/65,536
 * @returns `[batch, units]` for each layer but the last
 */
export function dropoutMasks(
  layers: readonly DenseLayer[],
  batchSize: number,
  rate: number,
  seed: number,
  step: number,
): tf.Tensor2D[] {
  if (rate === 0) return [];
  return layers.slice(0, -1).map(({ outputs }, layer) => {
    const values = maskValues(batchSize * outputs, rate, seed, step * layers.length + layer);
    return tf.tensor2d(values, [batchSize, outputs]);
  });
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
