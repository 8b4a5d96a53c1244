import * as tf from '@tensorflow/tfjs-core';
import { columnSums, everyNthRow, plusScaled, squareSum } from '../backend/fusedOperations.ts';
import { histogramOf, withoutFineBuckets } from '../history/histogram.ts';
import type { LayerStatistics } from '../history/history.ts';
import type { DenseLayer, LayerParameters, Parameters } from '../model/network.ts';
import { layerAt } from '../model/parameters.ts';

/** About so many values of a matrix are counted: of a larger one every n-th row. */
const sampledValues = 16_384;

/** What a step knows of its layers, in their order. */
export interface CountedStep {
  /** `[batch, outputs]` each */
  readonly outputs: readonly tf.Tensor2D[];
  readonly gradients: Parameters;
  readonly before: Parameters;
  readonly after: Parameters;
}

/**
 * All that `layerStatisticsOf` needs, as one list of numbers: what is read back at once makes a backend wait once. It reads tensors
 * and changes none, so a step gives the same weights with it and without.
 */
export function layerSample(layers: readonly DenseLayer[], step: CountedStep): tf.Tensor1D {
  return tf.tidy(() => tf.concat1d(layers.flatMap((layer, index) => partsOf(layer, index, step))));
}

function partsOf({ activation }: DenseLayer, index: number, step: CountedStep): tf.Tensor1D[] {
  const { weights: before } = layerAt(step.before, index);
  const { weights: after } = layerAt(step.after, index);
  const outputs = step.outputs[index];
  if (!outputs) throw new RangeError(`the network has no layer ${index}`);
  return [
    sampleOf(before),
    sampleOf(layerAt(step.gradients, index).weights),
    flat(squareSum(before)),
    flat(squareSum(plusScaled(after, before, -1))),
    // The last layer's outputs are the logits, which are counted by themselves.
    ...(activation === 'relu' ? [sampleOf(outputs), columnSums(outputs)] : []),
  ];
}

function sampleOf(matrix: LayerParameters['weights']): tf.Tensor1D {
  const [rows, columns] = matrix.shape;
  return flat(everyNthRow(matrix, rowStride(rows, columns)));
}

function flat(tensor: tf.Tensor): tf.Tensor1D {
  return tf.reshape(tensor, [-1]);
}

/** Odd, so that pixels of every column of a picture are among the rows. */
function rowStride(rows: number, columns: number): number {
  const least = Math.ceil((rows * columns) / sampledValues);
  return least + ((least + 1) % 2);
}

function sampleSize(rows: number, columns: number): number {
  return Math.ceil(rows / rowStride(rows, columns)) * columns;
}

/**
 * @param sample from `layerSample`
 * @param batchSize pictures in that step's batch
 */
export function layerStatisticsOf(
  layers: readonly DenseLayer[],
  batchSize: number,
  sample: Float32Array,
): LayerStatistics[] {
  let start = 0;
  const take = (count: number) => {
    start += count;
    return sample.subarray(start - count, start);
  };
  return layers.map(({ name, inputs, outputs, activation }) => {
    const weights = take(sampleSize(inputs, outputs));
    const gradients = take(sampleSize(inputs, outputs));
    const [weightSquares = 0, changeSquares = 0] = take(2);
    const isHidden = activation === 'relu';
    const activations = isHidden ? take(sampleSize(batchSize, outputs)) : null;
    const unitSums = isHidden ? take(outputs) : null;
    return {
      name,
      units: outputs,
      weights: countedIn(weights),
      gradients: countedIn(gradients),
      activations: activations && countedIn(activations),
      deadUnits: unitSums === null ? null : unitSums.filter((sum) => sum === 0).length,
      updateRatio: weightSquares === 0 ? null : Math.sqrt(changeSquares / weightSquares),
    };
  });
}

function countedIn(values: Float32Array) {
  return withoutFineBuckets(histogramOf(values));
}
