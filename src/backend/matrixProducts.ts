import * as tf from '@tensorflow/tfjs-core';

/*
 * On WebAssembly a matrix product reaches the fast XNNPACK kernel only when neither operand carries a transpose flag; with one,
 * TensorFlow.js 4.22 falls into a plain loop, 30 times slower. So there the operand is transposed first, which takes a
 * millisecond. WebGL reads transposed operands by itself.
 */

/** `aᵀ · b`: [rows, m], [rows, n] → [m, n] */
export function transposedTimes(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return needsPlainOperands() ? tf.matMul(tf.transpose(a), b) : tf.matMul(a, b, true, false);
}

/** `a · bᵀ`: [m, columns], [n, columns] → [m, n] */
export function timesTransposed(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return needsPlainOperands() ? tf.matMul(a, tf.transpose(b)) : tf.matMul(a, b, false, true);
}

function needsPlainOperands(): boolean {
  return tf.getBackend() === 'wasm';
}
