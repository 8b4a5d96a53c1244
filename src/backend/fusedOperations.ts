import * as tf from '@tensorflow/tfjs-core';
import { rowSoftmaxMinusLabels } from './wasm/rows.ts';
import { heapCentredPictures, heapKeepWherePositive, heapPlusScaled } from './wasm/vectors.ts';
import { WasmBackend } from './wasm/wasmBackend.ts';

/*
 * What a training step does to many numbers at once. A backend of ours does each in one pass over the memory; on others it is
 * composed of TensorFlow.js's operations.
 */

/** `a + factor · b`, all of one shape. */
export function plusScaled<T extends tf.Tensor>(a: T, b: T, factor: number): T {
  const backend = tf.backend();
  if (backend instanceof WasmBackend) return asTensor(heapPlusScaled(backend, a, b, factor), backend);
  return tf.add(a, tf.mul(b, factor));
}

/** `values` where `mask` is positive, else 0: how a derivative goes back through ReLU, with its outputs as the mask. */
export function keepWherePositive<T extends tf.Tensor>(values: T, mask: T): T {
  const backend = tf.backend();
  if (backend instanceof WasmBackend) return asTensor(heapKeepWherePositive(backend, values, mask), backend);
  return tf.mul(values, tf.step(mask));
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
  return tf.div(tf.sub(tf.softmax(logits), oneHotLabels), logits.shape[0]);
}

/**
 * Pictures minus the mean picture, `[pictures, pixels]`, in single precision, so that anyone can repeat the subtraction to the
 * last bit.
 *
 * @param pictures [pixels] each, a byte a value
 * @param mean [pixels]
 */
export function centredPictures(pictures: readonly Uint8Array[], mean: Float32Array): tf.Tensor2D {
  const backend = tf.backend();
  if (backend instanceof WasmBackend) return asTensor(heapCentredPictures(backend, pictures, mean), backend);
  const values = new Float32Array(pictures.length * mean.length);
  pictures.forEach((picture, row) => {
    subtractMean(picture, mean, values, row * mean.length);
  });
  return tf.tensor2d(values, [pictures.length, mean.length]);
}

function subtractMean(picture: Uint8Array, mean: Float32Array, target: Float32Array, start: number): void {
  for (let pixel = 0; pixel < mean.length; pixel++) {
    // `?? 0` would cost a branch per pixel; both indices are in range by construction.
    target[start + pixel] = (picture[pixel] as number) - (mean[pixel] as number);
  }
}

/** The kernels give a tensor of the shape that the operation's type says. */
function asTensor<T extends tf.Tensor>(info: tf.TensorInfo, backend: WasmBackend): T {
  return tf.engine().makeTensorFromTensorInfo(info, backend) as T;
}
