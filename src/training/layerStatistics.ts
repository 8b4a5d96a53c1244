import * as tf from '@tensorflow/tfjs-core';
import { fused } from '../backend/fusedOperations.ts';
import { histogramOf, withoutFineBuckets } from '../history/histogram.ts';
import type { LayerStatistics } from '../history/history.ts';
import type { PassedOperation } from '../model/inference.ts';
import type { Model } from '../model/model.ts';
import { asColumns, matrixNamed, type Tensors } from '../model/operation.ts';
import { layerArrays } from '../network/arrays.ts';
import { sizeOf } from '../network/specification.ts';

/** About this many values of a matrix go into a histogram: of a larger matrix, every n-th row. */
const sampledValues = 16_384;

/** The tensors of a step that its layer statistics are made from. */
export interface CountedStep {
  readonly pass: readonly PassedOperation[];
  readonly gradients: Tensors;
  readonly before: Tensors;
  readonly after: Tensors;
}

/** A layer with weights. */
interface CountedLayer {
  readonly name: string;
  readonly weightName: string;
  /** The rows of the weights as a matrix [all axes but the last, units]. */
  readonly rows: number;
  readonly units: number;
  /** Null where no activation follows: those outputs are the logits, which have their own histogram. */
  readonly activations: CountedActivations | null;
}

/** The values of a layer's units after its activation. */
interface CountedActivations {
  /** The index in a pass of the operation that computes them. */
  readonly operation: number;
  /** Values per unit and picture: one in a dense layer, a feature map's in a convolution. */
  readonly perUnit: number;
  /** Whether units can be dead: those that ReLU holds at 0 for every picture. */
  readonly isRectified: boolean;
}

type Operations = Pick<Model, 'operations'>['operations'];

function countedLayers({ operations }: Pick<Model, 'operations'>): CountedLayer[] {
  return operations.flatMap(({ layers }, index) =>
    layers.flatMap((layer) =>
      layerArrays(layer)
        .filter(({ role }) => role === 'weight')
        .map(({ name, shape }) => {
          const units = shape.at(-1) ?? 1;
          return {
            name: layer.name,
            weightName: name,
            rows: sizeOf(shape) / units,
            units,
            activations: activationsAfter(operations, index, units),
          };
        }),
    ),
  );
}

/** The first activation at or after an operation with weights, and before the next one. */
function activationsAfter(operations: Operations, first: number, units: number): CountedActivations | null {
  for (let index = first; index < operations.length; index++) {
    const layers = operations[index]?.layers ?? [];
    const hasOtherWeights =
      index > first && layers.flatMap(layerArrays).some(({ role }) => role === 'weight');
    if (hasOtherWeights) return null;
    const activation = layers.find(({ kind }) => kind === 'relu' || kind === 'gelu');
    const output = layers.at(-1)?.output ?? [];
    if (activation) {
      return { operation: index, perUnit: sizeOf(output) / units, isRectified: activation.kind === 'relu' };
    }
  }
  return null;
}

/**
 * Everything that `layerStatisticsOf` needs in one tensor, so that it takes a single read from the backend. It only reads
 * tensors, so a step gives the same weights with and without it.
 */
export function layerSample(model: Pick<Model, 'operations'>, step: CountedStep): tf.Tensor1D {
  return tf.tidy(() => tf.concat1d(countedLayers(model).flatMap((layer) => partsOf(layer, step))));
}

function partsOf(
  { weightName, activations: counted }: CountedLayer,
  { pass, gradients, before, after }: CountedStep,
): tf.Tensor1D[] {
  const weights = matrixNamed(before, weightName);
  const change = fused().plusScaled(matrixNamed(after, weightName), weights, -1);
  const activations = counted && asColumns(outputsOf(pass, counted.operation));
  return [
    sampleOf(weights),
    sampleOf(matrixNamed(gradients, weightName)),
    flat(fused().squareSum(weights)),
    flat(fused().squareSum(change)),
    ...(activations ? [sampleOf(activations), fused().columnSums(activations)] : []),
  ];
}

function outputsOf(pass: readonly PassedOperation[], operation: number): tf.Tensor {
  const outputs = pass[operation]?.outputs;
  if (!outputs) throw new RangeError(`the pass has no operation ${operation}`);
  return outputs;
}

function sampleOf(matrix: tf.Tensor2D): tf.Tensor1D {
  const [rows, columns] = matrix.shape;
  return flat(fused().everyNthRow(matrix, rowStride(rows, columns)));
}

function flat(tensor: tf.Tensor): tf.Tensor1D {
  return tf.reshape(tensor, [-1]);
}

/** The stride is odd, so that the rows include pixels of every column of a picture. */
function rowStride(rows: number, columns: number): number {
  const stride = Math.ceil((rows * columns) / sampledValues);
  return stride + ((stride + 1) % 2);
}

function sampleSize(rows: number, columns: number): number {
  return Math.ceil(rows / rowStride(rows, columns)) * columns;
}

/**
 * @param sample from `layerSample`
 * @param batchSize pictures in that step's batch
 */
export function layerStatisticsOf(
  model: Pick<Model, 'operations'>,
  batchSize: number,
  sample: Float32Array,
): LayerStatistics[] {
  let start = 0;
  const take = (count: number) => {
    start += count;
    return sample.subarray(start - count, start);
  };
  return countedLayers(model).map(({ name, rows, units, activations: counted }) => {
    const weights = take(sampleSize(rows, units));
    const gradients = take(sampleSize(rows, units));
    const [weightSquares = 0, changeSquares = 0] = take(2);
    const activations = counted && take(sampleSize(batchSize * counted.perUnit, units));
    const unitSums = counted && take(units);
    return {
      name,
      units,
      weights: countedIn(weights),
      gradients: countedIn(gradients),
      activations: activations && countedIn(activations),
      deadUnits: unitSums && counted.isRectified ? unitSums.filter((sum) => sum === 0).length : null,
      updateRatio: weightSquares === 0 ? null : Math.sqrt(changeSquares / weightSquares),
      totals: {
        weights: rows * units,
        activations: counted && batchSize * counted.perUnit * units,
      },
    };
  });
}

function countedIn(values: Float32Array) {
  return withoutFineBuckets(histogramOf(values));
}
