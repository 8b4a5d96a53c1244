import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from './wasmBackend.ts';

/*
 * Small operations on the rows of matrices. The CPU backend's kernels for them are slow: they transpose before they sum, and
 * broadcast one number at a time. All of these compute in double precision and round once.
 */

/** Sums over the rows, [rows, columns] → [columns]. */
export function columnSums(backend: WasmBackend, matrix: TensorInfo): TensorInfo {
  const [, columns = 0] = matrix.shape;
  const result = backend.reserve([columns]);
  const values = backend.numbersOf(matrix);
  const sums = new Float64Array(columns);
  for (let row = 0; row < values.length; row += columns) addRow(sums, values, row);
  backend.numbersOf(result).set(sums);
  return result;
}

function addRow(sums: Float64Array, values: Float32Array, row: number): void {
  for (let column = 0; column < sums.length; column++) {
    sums[column] = (sums[column] as number) + (values[row + column] as number);
  }
}

/** Σx², a scalar. */
export function squareSum(backend: WasmBackend, tensor: TensorInfo): TensorInfo {
  const result = backend.reserve([]);
  const values = backend.numbersOf(tensor);
  let sum = 0;
  // By index: over shared memory, `for…of` is ten times slower and allocates a boxed number for each value.
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    sum += value * value;
  }
  backend.numbersOf(result)[0] = sum;
  return result;
}

/** Row 0, `stride`, 2 · `stride` … of `[rows, columns]`. */
export function everyNthRow(backend: WasmBackend, matrix: TensorInfo, stride: number): TensorInfo {
  const [rows = 0, columns = 0] = matrix.shape;
  const result = backend.reserve([Math.ceil(rows / stride), columns]);
  const values = backend.numbersOf(matrix);
  const target = backend.numbersOf(result);
  for (let start = 0; start < target.length; start += columns) {
    target.set(values.subarray(start * stride, start * stride + columns), start);
  }
  return result;
}

/** `(softmax(logits) − labels) / rows`, [rows, columns]. */
export function rowSoftmaxMinusLabels(
  backend: WasmBackend,
  logits: TensorInfo,
  labels: TensorInfo,
): TensorInfo {
  const [rows = 0, columns = 0] = logits.shape;
  const result = backend.reserve(logits.shape);
  const target = backend.numbersOf(result);
  const scores = backend.numbersOf(logits);
  const truths = backend.numbersOf(labels);
  const exponentials = new Float64Array(columns);
  for (let row = 0; row < scores.length; row += columns) {
    const sum = fillExponentials(exponentials, scores, row);
    for (let column = 0; column < columns; column++) {
      const probability = (exponentials[column] as number) / sum;
      target[row + column] = (probability - (truths[row + column] as number)) / rows;
    }
  }
  return result;
}

/** Subtracts the largest score first, or the exponentials would overflow. Returns their sum. */
function fillExponentials(exponentials: Float64Array, scores: Float32Array, row: number): number {
  const largest = largestScore(scores, row, exponentials.length);
  let sum = 0;
  for (let column = 0; column < exponentials.length; column++) {
    const exponential = Math.exp((scores[row + column] as number) - largest);
    exponentials[column] = exponential;
    sum += exponential;
  }
  return sum;
}

/**
 * The mean over the rows of `−log softmax(logits)[label]`, [rows, columns] → a scalar. It rounds where TensorFlow.js's own
 * operations do, so the loss is the same to the last bit, which the check of a restored checkpoint relies on. Those operations
 * allocate a megabyte of small objects per batch.
 */
export function rowCrossEntropy(backend: WasmBackend, logits: TensorInfo, labels: TensorInfo): TensorInfo {
  const [rows = 0, columns = 0] = logits.shape;
  const result = backend.reserve([]);
  const scores = backend.numbersOf(logits);
  const truths = backend.numbersOf(labels);
  const shifted = new Float32Array(columns);
  let mean = 0;
  for (let row = 0; row < scores.length; row += columns) {
    const logSum = Math.fround(Math.log(Math.fround(fillShifted(shifted, scores, row))));
    let ofLabel = 0;
    for (let column = 0; column < columns; column++) {
      const logProbability = Math.fround((shifted[column] as number) - logSum);
      ofLabel += Math.fround(logProbability * (truths[row + column] as number));
    }
    mean += Math.fround(Math.fround(ofLabel) / rows);
  }
  backend.numbersOf(result)[0] = -mean;
  return result;
}

/** Fills in the row's scores minus the largest of them. Returns the sum of their exponentials. */
function fillShifted(shifted: Float32Array, scores: Float32Array, row: number): number {
  const largest = largestScore(scores, row, shifted.length);
  let sum = 0;
  for (let column = 0; column < shifted.length; column++) {
    shifted[column] = (scores[row + column] as number) - largest;
    sum += Math.fround(Math.exp(shifted[column] as number));
  }
  return sum;
}

function largestScore(scores: Float32Array, row: number, columns: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let column = 0; column < columns; column++) {
    largest = Math.max(largest, scores[row + column] as number);
  }
  return largest;
}
