import * as tf from '@tensorflow/tfjs-core';
import { fused } from '../backend/fusedOperations.ts';
import { histogramOf, withoutFineBuckets } from '../history/histogram.ts';
import type { LayerStatistics } from '../history/history.ts';
import type { PassedOperation } from '../model/inference.ts';
import type { Model } from '../model/model.ts';
import { asColumns, matrixNamed, type Tensors } from '../model/operations.ts';
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

/** A layer with weights, and where its outputs are. */
interface CountedLayer {
  readonly name: string;
  readonly weightName: string;
  /** The rows of the weights as a matrix [all axes but the last, units]. */
  readonly rows: number;
  readonly units: number;
  /** The index of its operation in a pass. */
  readonly operation: number;
  /**
   * The number of outputs per unit and picture; null where no ReLU follows: those outputs are the logits, which have their own
   * histogram.
   */
  readonly activationsPerUnit: number | null;
}

function countedLayers({ operations }: Pick<Model, 'operations'>): CountedLayer[] {
  return operations.flatMap(({ layers }, operation) => {
    const isRectified = layers.some(({ kind }) => kind === 'relu');
    return layers.flatMap((layer) =>
      layerArrays(layer)
        .filter(({ role }) => role === 'weight')
        .map(({ name, shape }) => {
          const units = shape.at(-1) ?? 1;
          return {
            name: layer.name,
            weightName: name,
            rows: sizeOf(shape) / units,
            units,
            operation,
            activationsPerUnit: isRectified ? sizeOf(layer.output) / units : null,
          };
        }),
    );
  });
}

/**
 * Everything that `layerStatisticsOf` needs in one tensor, so that it takes a single read from the backend. It only reads
 * tensors, so a step gives the same weights with and without it.
 */
export function layerSample(model: Pick<Model, 'operations'>, step: CountedStep): tf.Tensor1D {
  return tf.tidy(() => tf.concat1d(countedLayers(model).flatMap((layer) => partsOf(layer, step))));
}

function partsOf(
  { weightName, operation, activationsPerUnit }: CountedLayer,
  { pass, gradients, before, after }: CountedStep,
): tf.Tensor1D[] {
  const weights = matrixNamed(before, weightName);
  const change = fused().plusScaled(matrixNamed(after, weightName), weights, -1);
  const outputs = pass[operation]?.outputs;
  if (!outputs) throw new RangeError(`the pass has no operation ${operation}`);
  const activations = activationsPerUnit === null ? null : asColumns(outputs);
  return [
    sampleOf(weights),
    sampleOf(matrixNamed(gradients, weightName)),
    flat(fused().squareSum(weights)),
    flat(fused().squareSum(change)),
    ...(activations ? [sampleOf(activations), fused().columnSums(activations)] : []),
  ];
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
  return countedLayers(model).map(({ name, rows, units, activationsPerUnit }) => {
    const weights = take(sampleSize(rows, units));
    const gradients = take(sampleSize(rows, units));
    const [weightSquares = 0, changeSquares = 0] = take(2);
    const activations =
      activationsPerUnit === null ? null : take(sampleSize(batchSize * activationsPerUnit, units));
    const unitSums = activationsPerUnit === null ? null : take(units);
    return {
      name,
      units,
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
