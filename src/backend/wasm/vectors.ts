import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Heap } from './heap.ts';
import { floatWord } from './jobs.ts';
import type { WasmBackend } from './wasmBackend.ts';

/** The same as in `kernels/vectors.ts`. */
const numbersPerItem = 16_384;
const picturesPerItem = 16;
const wordBytes = 4;

/** `ownFactor · a + factor · b`, in the shape of `a`. */
export function heapPlusScaled(
  backend: WasmBackend,
  a: TensorInfo,
  b: TensorInfo,
  factor: number,
  ownFactor: number,
): TensorInfo {
  return elementwise(backend, 'plusScaled', a, b, [floatWord(ownFactor), floatWord(factor)]);
}

/** `factor · values` where `mask` is positive, else 0. */
export function heapKeepWherePositive(
  backend: WasmBackend,
  values: TensorInfo,
  mask: TensorInfo,
  factor: number,
): TensorInfo {
  return elementwise(backend, 'keepWherePositive', values, mask, [floatWord(factor)]);
}

/** `a · b`, element by element. */
export function heapMultiply(backend: WasmBackend, a: TensorInfo, b: TensorInfo): TensorInfo {
  return elementwise(backend, 'multiply', a, b);
}

/** Runs an elementwise binary kernel; the result has the shape of the first operand. `settings` end the job's record. */
function elementwise(
  backend: WasmBackend,
  kernel: 'plusScaled' | 'keepWherePositive' | 'multiply',
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
 * `(bytes − offset) · scale` of pictures, [pictures, pixels]. Bytes outside the memory are copied into it first.
 *
 * @param offset [pixels], a multiple of 16
 * @param scale [pixels]; null where nothing is scaled
 */
export function heapScaledPictures(
  backend: WasmBackend,
  pictures: readonly Uint8Array[],
  offset: Float32Array,
  scale: Float32Array | null,
): TensorInfo {
  const { heap } = backend;
  const pixels = offset.length;
  const result = backend.reserve([pictures.length, pixels]);
  const bytes = heap.allocate(pictures.length * pixels);
  const offsetAddress = copied(heap, offset);
  const scaleAddress = scale === null ? null : copied(heap, scale);
  const addresses = heap.allocate(pictures.length * wordBytes);
  const table = new Uint32Array(heap.memory.buffer, addresses, pictures.length);
  pictures.forEach((picture, index) => {
    table[index] = heap.addressOf(picture) ?? copiedTo(heap, picture, bytes + index * pixels);
  });
  backend.jobs.run('scalePictures', Math.ceil(pictures.length / picturesPerItem), [
    addresses,
    offsetAddress,
    scaleAddress ?? 0,
    backend.addressOf(result),
    pictures.length,
    pixels,
    picturesPerItem,
  ]);
  heap.release(bytes);
  heap.release(addresses);
  heap.release(offsetAddress);
  if (scaleAddress !== null) heap.release(scaleAddress);
  return result;
}

function copiedTo(heap: Heap, bytes: Uint8Array, address: number): number {
  new Uint8Array(heap.memory.buffer, address, bytes.length).set(bytes);
  return address;
}

function copied(heap: Heap, numbers: Float32Array): number {
  const address = heap.allocate(numbers.byteLength);
  new Float32Array(heap.memory.buffer, address, numbers.length).set(numbers);
  return address;
}
