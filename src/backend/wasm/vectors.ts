import type { TensorInfo } from '@tensorflow/tfjs-core';
import { floatWord } from './jobs.ts';
import type { WasmBackend } from './wasmBackend.ts';

/** As in `kernels/vectors.ts`. */
const numbersPerItem = 16_384;
const picturesPerItem = 16;

/** `a + factor · b`, in the shape of `a`. */
export function heapPlusScaled(
  backend: WasmBackend,
  a: TensorInfo,
  b: TensorInfo,
  factor: number,
): TensorInfo {
  const result = backend.reserve(a.shape);
  const count = sizeOf(a);
  backend.jobs.run('plusScaled', Math.ceil(count / numbersPerItem), [
    backend.addressOf(a),
    backend.addressOf(b),
    backend.addressOf(result),
    count,
    floatWord(factor),
  ]);
  return result;
}

/** `values` where `mask` is positive, else 0. */
export function heapKeepWherePositive(
  backend: WasmBackend,
  values: TensorInfo,
  mask: TensorInfo,
): TensorInfo {
  const result = backend.reserve(values.shape);
  const count = sizeOf(values);
  backend.jobs.run('keepWherePositive', Math.ceil(count / numbersPerItem), [
    backend.addressOf(values),
    backend.addressOf(mask),
    backend.addressOf(result),
    count,
  ]);
  return result;
}

/**
 * Pictures minus the mean, [pictures, pixels]. Their bytes are copied into the memory, and become numbers there.
 *
 * @param mean [pixels], a multiple of 16
 */
export function heapCentredPictures(
  backend: WasmBackend,
  pictures: readonly Uint8Array[],
  mean: Float32Array,
): TensorInfo {
  const { heap } = backend;
  const pixels = mean.length;
  const result = backend.reserve([pictures.length, pixels]);
  const bytes = heap.allocate(pictures.length * pixels);
  const meanAddress = heap.allocate(mean.byteLength);
  new Float32Array(heap.memory.buffer, meanAddress, pixels).set(mean);
  const target = new Uint8Array(heap.memory.buffer, bytes, pictures.length * pixels);
  pictures.forEach((picture, index) => {
    target.set(picture, index * pixels);
  });
  backend.jobs.run('subtractMean', Math.ceil(pictures.length / picturesPerItem), [
    bytes,
    meanAddress,
    backend.addressOf(result),
    pictures.length,
    pixels,
    picturesPerItem,
  ]);
  heap.release(bytes);
  heap.release(meanAddress);
  return result;
}

function sizeOf({ shape }: TensorInfo): number {
  return shape.reduce((product, size) => product * size, 1);
}
