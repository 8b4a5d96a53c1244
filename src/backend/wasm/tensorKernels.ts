import * as tf from '@tensorflow/tfjs-core';
import { matrixProduct, type Operand } from './matrixProduct.ts';
import { columnSums } from './rows.ts';
import { WasmBackend } from './wasmBackend.ts';

type KernelCall = Parameters<tf.KernelFunc>[0];
/** Null where it leaves the work to the CPU backend's kernel. */
type OwnKernel = (call: KernelCall, backend: WasmBackend) => tf.TensorInfo | null;

/**
 * Registers TensorFlow.js's kernels for the backend `wasm`: those of its CPU backend and, in the place of the slow ones,
 * those that work on the memory itself.
 */
export function registerTensorKernels(): void {
  for (const kernel of tf.getKernelsForBackend('cpu')) tf.registerKernel({ ...kernel, backendName: 'wasm' });
  replaceKernel(tf.BatchMatMul, product);
  replaceKernel(tf._FusedMatMul, product);
  replaceKernel(tf.Sum, sum);
}

function replaceKernel(kernelName: string, own: OwnKernel): void {
  const general = tf.getKernel(kernelName, 'wasm').kernelFunc;
  tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: (call) => {
      if (!(call.backend instanceof WasmBackend)) throw new RangeError('a kernel of another backend');
      return own(call, call.backend) ?? general(call);
    },
  });
}

/** `a · b`, either transposed or not; fused: plus biases, and ReLU. */
function product({ inputs: { a, b, bias }, attrs }: KernelCall, backend: WasmBackend): tf.TensorInfo | null {
  const activation = attrs?.activation ?? 'linear';
  const isKnown = activation === 'linear' || activation === 'relu';
  if (!a || !b || !isKnown || !isOneMatrix(a) || !isOneMatrix(b)) return null;
  const left: Operand = { matrix: a, isTransposed: attrs?.transposeA === true };
  const right: Operand = { matrix: b, isTransposed: attrs?.transposeB === true };
  return matrixProduct(backend, left, right, { biases: bias, isRelu: activation === 'relu' });
}

/** Over the rows of a matrix. */
function sum({ inputs: { x }, attrs }: KernelCall, backend: WasmBackend): tf.TensorInfo | null {
  if (!x || !isMatrix(x) || attrs?.keepDims === true || !Number.isInteger(attrs?.axis)) return null;
  return attrs?.axis === 0 ? columnSums(backend, x) : null;
}

function isMatrix({ shape, dtype }: tf.TensorInfo): boolean {
  return shape.length === 2 && dtype === 'float32' && !shape.includes(0);
}

/** A matrix, or one in leading dimensions of 1. */
function isOneMatrix({ shape, dtype }: tf.TensorInfo): boolean {
  const isOne = shape.length >= 2 && shape.slice(0, -2).every((size) => size === 1);
  return isOne && dtype === 'float32' && !shape.includes(0);
}
