import * as tf from '@tensorflow/tfjs-core';
import { replaceKernel, replaceProducts } from '../ownKernels.ts';
import { matrixProduct } from './matrixProduct.ts';
import { columnSums } from './rows.ts';
import { WasmBackend } from './wasmBackend.ts';

const wasm = { name: 'wasm', type: WasmBackend };

/**
 * Registers TensorFlow.js's kernels for the backend `wasm`: those of its CPU backend, with the slow ones replaced by kernels that
 * work on the memory itself.
 */
export function registerTensorKernels(): void {
  for (const kernel of tf.getKernelsForBackend('cpu')) tf.registerKernel({ ...kernel, backendName: 'wasm' });
  replaceProducts(wasm, matrixProduct);
  // Over the rows of a matrix.
  replaceKernel(wasm, tf.Sum, ({ inputs: { x }, attrs }, backend) => {
    if (!x || !isMatrix(x) || attrs?.keepDims === true || !Number.isInteger(attrs?.axis)) return null;
    return attrs?.axis === 0 ? columnSums(backend, x) : null;
  });
}

function isMatrix({ shape, dtype }: tf.TensorInfo): boolean {
  return shape.length === 2 && dtype === 'float32' && !shape.includes(0);
}
