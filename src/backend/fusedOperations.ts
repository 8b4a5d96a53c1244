import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import type { AdamRule, MomentumRule } from './updateRules.ts';
import {
  everyNthRow as heapEveryNthRow,
  squareSum as heapSquareSum,
  rowCrossEntropy,
  rowSoftmaxMinusLabels,
} from './wasm/rows.ts';
import { heapAdamUpdate, heapMomentumUpdate } from './wasm/updates.ts';
import { heapKeepWherePositive, heapMultiply, heapPlusScaled, heapScaledPictures } from './wasm/vectors.ts';
import { WasmBackend } from './wasm/wasmBackend.ts';
import { pictureUpload } from './webgl/pictureUpload.ts';
import {
  drawColumnSums,
  drawKeepWherePositive,
  drawPlusScaled,
  drawSoftmaxMinusLabels,
} from './webgl/programs.ts';

/*
 * What a training step does to many numbers at once. Our own backend does each in one pass over the memory, and WebGL in one draw;
 * on others it is composed of TensorFlow.js's operations.
 */

/** `ownFactor · a + factor · b`, all of one shape. */
export function plusScaled<T extends tf.Tensor>(a: T, b: T, factor: number, ownFactor = 1): T {
  const backend = tf.backend();
  if (backend instanceof WasmBackend) {
    return asTensor(heapPlusScaled(backend, a, b, factor, ownFactor), backend);
  }
  if (backend instanceof MathBackendWebGL) {
    return asTensor(drawPlusScaled(backend, a, b, factor, ownFactor), backend);
  }
  return tf.add(ownFactor === 1 ? a : tf.mul(a, ownFactor), tf.mul(b, factor));
}

/**
 * `factor · values` where `mask` is positive, else 0: how a derivative goes back through ReLU, with its outputs as the mask,
 * and through what multiplies them.
 */
export function keepWherePositive<T extends tf.Tensor>(values: T, mask: T, factor = 1): T {
  const backend = tf.backend();
  if (backend instanceof WasmBackend) {
    return asTensor(heapKeepWherePositive(backend, values, mask, factor), backend);
  }
  if (backend instanceof MathBackendWebGL) {
    return asTensor(drawKeepWherePositive(backend, values, mask, factor), backend);
  }
  const kept = tf.mul<T>(values, tf.step(mask));
  return factor === 1 ? kept : tf.mul(kept, factor);
}

/** `a · b`, number by number, both of one shape. */
export function multiply<T extends tf.Tensor>(a: T, b: T): T {
  const backend = tf.backend();
  if (backend instanceof WasmBackend) return asTensor(heapMultiply(backend, a, b), backend);
  return tf.mul(a, b);
}

/**
 * `velocity ← momentum · velocity + gradient`, and the weights move against the velocity, or, after Nesterov, against
 * `gradient + momentum · velocity`.
 *
 * @returns the new weights and velocity
 */
export function momentumUpdate<T extends tf.Tensor>(
  weights: T,
  velocity: T,
  gradient: T,
  rule: MomentumRule,
): [T, T] {
  const backend = tf.backend();
  if (backend instanceof WasmBackend) {
    const [moved, newVelocity] = heapMomentumUpdate(backend, [weights, velocity, gradient], rule);
    return [asTensor(moved, backend), asTensor(newVelocity, backend)];
  }
  const { rate, kept, momentum, isNesterov } = rule;
  const newVelocity = plusScaled(gradient, velocity, momentum);
  const direction = isNesterov ? plusScaled(gradient, newVelocity, momentum) : newVelocity;
  return [plusScaled(weights, direction, -rate, kept), newVelocity];
}

/**
 * Running means of the gradient and of its square; the weights move against their quotient.
 *
 * @returns the new weights, mean and square
 */
export function adamUpdate<T extends tf.Tensor>(
  weights: T,
  mean: T,
  square: T,
  gradient: T,
  rule: AdamRule,
): [T, T, T] {
  const backend = tf.backend();
  if (backend instanceof WasmBackend) {
    const [moved, newMean, newSquare] = heapAdamUpdate(backend, [weights, mean, square, gradient], rule);
    return [asTensor(moved, backend), asTensor(newMean, backend), asTensor(newSquare, backend)];
  }
  const { rate, kept, meanDecay, squareDecay, rootFactor, epsilon } = rule;
  const newMean = plusScaled(mean, gradient, 1 - meanDecay, meanDecay);
  const newSquare = plusScaled(square, tf.square(gradient), 1 - squareDecay, squareDecay);
  const direction = tf.div<T>(newMean, tf.add(tf.mul(tf.sqrt(newSquare), rootFactor), epsilon));
  return [plusScaled(weights, direction, -rate, kept), newMean, newSquare];
}

/**
 * `−mean(log softmax(logits)[label])`, computed from shifted logits: raw pixels give logits in the hundreds.
 *
 * @param logits [batch, 10]
 * @param oneHotLabels [batch, 10]
 */
export function meanCrossEntropy(logits: tf.Tensor2D, oneHotLabels: tf.Tensor2D): tf.Scalar {
  const backend = tf.backend();
  if (backend instanceof WasmBackend) {
    return asTensor(rowCrossEntropy(backend, logits, oneHotLabels), backend);
  }
  return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), oneHotLabels), 1)));
}

/**
 * The derivative of the mean softmax cross-entropy by the logits: `(softmax(logits) − labels) / batch`.
 *
 * @param logits [batch, 10]
 * @param oneHotLabels [batch, 10]
 */
export function crossEntropyGradient(logits: tf.Tensor2D, oneHotLabels: tf.Tensor2D): tf.Tensor2D {
  const backend = tf.backend();
  if (backend instanceof WasmBackend) {
    return asTensor(rowSoftmaxMinusLabels(backend, logits, oneHotLabels), backend);
  }
  if (backend instanceof MathBackendWebGL) {
    return asTensor(drawSoftmaxMinusLabels(backend, logits, oneHotLabels), backend);
  }
  return tf.div(tf.sub(tf.softmax(logits), oneHotLabels), logits.shape[0]);
}

/** Σx² over a matrix. Row by row where it is added in single precision: 368,640 squares in one go are off by more than 1e-5. */
export function squareSum(matrix: tf.Tensor2D): tf.Scalar {
  const backend = tf.backend();
  if (backend instanceof WasmBackend) return asTensor(heapSquareSum(backend, matrix), backend);
  return tf.sum<tf.Scalar>(tf.sum(tf.square(matrix), 1));
}

/** Sums over the rows, [rows, columns] → [columns]. */
export function columnSums(matrix: tf.Tensor2D): tf.Tensor1D {
  const backend = tf.backend();
  if (backend instanceof MathBackendWebGL) return asTensor(drawColumnSums(backend, matrix), backend);
  return tf.sum(matrix, 0);
}

/** Row 0, `stride`, 2 · `stride` … of `[rows, columns]`. */
export function everyNthRow(matrix: tf.Tensor2D, stride: number): tf.Tensor2D {
  const backend = tf.backend();
  if (backend instanceof WasmBackend) return asTensor(heapEveryNthRow(backend, matrix, stride), backend);
  return tf.stridedSlice(matrix, [0, 0], matrix.shape, [stride, 1]) as tf.Tensor2D;
}

/**
 * `(bytes − offset) · scale` of pictures, `[pictures, pixels]`, in single precision, so that anyone can repeat it to the last bit.
 *
 * @param pictures [pixels] each, a byte a value
 * @param offset [pixels]
 * @param scale [pixels]; null where nothing is scaled
 */
export function scaledPictures(
  pictures: readonly Uint8Array[],
  offset: Float32Array,
  scale: Float32Array | null,
): tf.Tensor2D {
  const backend = tf.backend();
  if (backend instanceof WasmBackend) {
    return asTensor(heapScaledPictures(backend, pictures, offset, scale), backend);
  }
  const upload = backend instanceof MathBackendWebGL ? pictureUpload(backend) : null;
  if (upload?.holds(pictures.length)) return asTensor(upload.draw(pictures, offset, scale), backend);
  const values = new Float32Array(pictures.length * offset.length);
  pictures.forEach((picture, row) => {
    subtractOffset(picture, offset, values, row * offset.length);
  });
  if (scale) multiplyRows(values, scale);
  return tf.tensor2d(values, [pictures.length, offset.length]);
}

function subtractOffset(
  picture: Uint8Array,
  offset: Float32Array,
  target: Float32Array,
  start: number,
): void {
  for (let pixel = 0; pixel < offset.length; pixel++) {
    // `?? 0` would cost a branch per pixel; both indices are in range by construction.
    target[start + pixel] = (picture[pixel] as number) - (offset[pixel] as number);
  }
}

function multiplyRows(values: Float32Array, scale: Float32Array): void {
  for (let row = 0; row < values.length; row += scale.length) {
    for (let pixel = 0; pixel < scale.length; pixel++) {
      values[row + pixel] = (values[row + pixel] as number) * (scale[pixel] as number);
    }
  }
}

/** The kernels give a tensor of the shape that the operation's type says. */
function asTensor<T extends tf.Tensor>(info: tf.TensorInfo, backend: tf.KernelBackend): T {
  return tf.engine().makeTensorFromTensorInfo(info, backend) as T;
}
