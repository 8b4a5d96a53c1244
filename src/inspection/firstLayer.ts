import * as tf from '@tensorflow/tfjs-core';
import { fused } from '../backend/fusedOperations.ts';
import type { InputScaling } from '../input/inputScaling.ts';
import type { Model } from '../model/model.ts';
import { asColumns, evaluationMode, type Operation, type Tensors, tensorNamed } from '../model/operation.ts';
import { type CombiningLayer, stagesOf } from '../network/stages.ts';
import { batchesOf, type ImageRange } from '../training/accuracy.ts';
import { batchTensors } from '../training/batch.ts';
import { readOnce } from './readOnce.ts';

/** The first layer that combines pixels. Its units are hidden ones, filters, or the classes. */
export interface FirstLayer {
  readonly layer: CombiningLayer;
  /** The number of its units or filters. */
  readonly count: number;
  /** Name of its weights or filters. */
  readonly weights: string;
  /** What computes it, from the pixels on, with what is fused with it behind it. */
  readonly operations: readonly [Operation, ...Operation[]];
  /** Name of the next layer's weights; null where the first layer is the last. */
  readonly nextWeights: string | null;
}

export function firstLayerOf({ layers, operations, weightNames }: Model): FirstLayer {
  const layer = stagesOf(layers)[0]?.first;
  const place = operations.findIndex((operation) => operation.layers.some((other) => other === layer));
  const [first, ...others] = operations.slice(0, place + 1);
  if (!layer || !first) throw new RangeError('the network has no layer with weights');
  const weights = `${layer.name}/${layer.kind === 'dense' ? 'weights' : 'filters'}`;
  return {
    layer,
    count: layer.output.at(-1) ?? 0,
    weights,
    operations: [first, ...others],
    nextWeights: weightNames.find((name) => name !== weights) ?? null,
  };
}

/** How the units respond to images. */
export interface Responses {
  /** [units]: ‖outgoing weights of the unit‖ · standard deviation of its activation over the images */
  readonly influences: Float32Array<ArrayBuffer>;
  /** [units]: the share of the images, or of the places in them, for which the unit's activation is above 0 */
  readonly activeShares: Float32Array<ArrayBuffer>;
}

/** @param nextWeights name of the next layer's weights */
export async function responsesOf(
  { operations, count }: FirstLayer,
  nextWeights: string,
  range: ImageRange,
  model: Model,
  parameters: Tensors,
  scaling: InputScaling,
): Promise<Responses> {
  const norms = await readOnce(() => outgoingNorms(tensorNamed(parameters, nextWeights), count));
  const sums = new Float64Array(count);
  const squares = new Float64Array(count);
  const active = new Float64Array(count);
  let activations = 0;
  for (const indices of batchesOf(range, model)) {
    const moments = await readOnce(() => {
      let values: tf.Tensor = batchTensors(range.images, indices, scaling).images;
      for (const operation of operations) {
        values = operation.forward(values, parameters, evaluationMode).outputs;
      }
      const units = asColumns(values);
      activations += units.shape[0];
      const { columnSums } = fused();
      return tf.concat1d([columnSums(units), columnSums(tf.square(units)), columnSums(tf.step(units))]);
    });
    [sums, squares, active].forEach((total, place) => {
      for (let unit = 0; unit < count; unit++) {
        total[unit] = (total[unit] as number) + (moments[place * count + unit] as number);
      }
    });
  }
  return {
    activeShares: Float32Array.from(active, (number) => number / activations),
    influences: Float32Array.from(norms, (norm, unit) => {
      const mean = (sums[unit] as number) / activations;
      const variance = (squares[unit] as number) / activations - mean * mean;
      return norm * Math.sqrt(Math.max(0, variance));
    }),
  };
}

/** [units]: the norm of all that the next layer multiplies the unit's outputs by, in windows of any size. */
function outgoingNorms(nextWeights: tf.Tensor, units: number): tf.Tensor {
  const byUnit = tf.reshape(nextWeights, [-1, units, nextWeights.shape.at(-1) ?? 1]);
  return tf.sqrt(tf.sum(tf.square(byUnit), [0, 2]));
}
