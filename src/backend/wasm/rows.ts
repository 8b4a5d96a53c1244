import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from './wasmBackend.ts';

/*
 * Small work on matrices, row by row, that the CPU backend's kernels do in a roundabout way: they transpose before they sum, and
 * broadcast one number at a time. Both compute in double precision and round once.
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

/** Of each row, [rows, columns]; the largest number is taken off first, or the exponential would overflow. */
export function rowSoftmax(backend: WasmBackend, logits: TensorInfo): TensorInfo {
  const [, columns = 0] = logits.shape;
  const result = backend.reserve(logits.shape);
  const values = backend.numbersOf(logits);
  const probabilities = backend.numbersOf(result);
  for (let row = 0; row < values.length; row += columns) softmaxOf(values, row, columns, probabilities);
  return result;
}

function softmaxOf(logits: Float32Array, row: number, columns: number, probabilities: Float32Array): void {
  const exponentials = new Float64Array(columns);
  let largest = Number.NEGATIVE_INFINITY;
  for (let column = 0; column < columns; column++)
    largest = Math.max(largest, logits[row + column] as number);
  let sum = 0;
  for (let column = 0; column < columns; column++) {
    const exponential = Math.exp((logits[row + column] as number) - largest);
    exponentials[column] = exponential;
    sum += exponential;
  }
  for (let column = 0; column < columns; column++) {
    probabilities[row + column] = (exponentials[column] as number) / sum;
  }
}
