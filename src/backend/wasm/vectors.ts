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
  return numberByNumber(backend, 'plusScaled', a, b, [floatWord(factor)]);
}

/** `values` where `mask` is positive, else 0. */
export function heapKeepWherePositive(
  backend: WasmBackend,
  values: TensorInfo,
  mask: TensorInfo,
): TensorInfo {
  return numberByNumber(backend, 'keepWherePositive', values, mask);
}

/** A kernel that makes one number of two, in the shape of the first operand. `settings` end its record. */
function numberByNumber(
  backend: WasmBackend,
  kernel: 'plusScaled' | 'keepWherePositive',
  first: TensorInfo,
  second: TensorInfo,
  settings: readonly number[] = [],
): TensorInfo {
  const result = backend.reserve(first.shape);
  const count = first.shape.reduce((product, size) => product * size, 1);
  backend.jobs.run(kernel, Math.ceil(count / numbersPerItem), [
    backend.addressOf(first),
    backend.addressOf(second),
    backend.addressOf(result),
    count,
    ...settings,
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
