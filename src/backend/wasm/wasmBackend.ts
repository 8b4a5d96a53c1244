import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { BackendValues, DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { Heap } from './heap.ts';
import type { JobMaster } from './jobs.ts';

type NumberArray = Float32Array | Int32Array | Uint8Array;

const arrayTypes = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;
type HeapType = keyof typeof arrayTypes;

/** A tensor's numbers in the heap. The view is created on each access, because growth of the memory detaches older views. */
class HeapData {
  readonly #memory: WebAssembly.Memory;
  readonly address: number;
  readonly length: number;
  readonly dtype: HeapType;
  refCount = 1;

  constructor(memory: WebAssembly.Memory, address: number, length: number, dtype: HeapType) {
    this.#memory = memory;
    this.address = address;
    this.length = length;
    this.dtype = dtype;
  }

  get values(): NumberArray {
    return new arrayTypes[this.dtype](this.#memory.buffer, this.address, this.length);
  }
}

/**
 * A TensorFlow.js backend whose tensors are in one WebAssembly memory, where the kernels of `kernels/` work on them. Everything
 * else is computed by TensorFlow.js's own CPU backend, which sees the same numbers as typed arrays.
 *
 * It replaces @tensorflow/tfjs-backend-wasm, whose matrix products take twice as long, need their operands transposed beforehand,
 * and cannot use a second core in a minified build. See docs/performance.md.
 */
export class WasmBackend extends MathBackendCPU {
  readonly heap: Heap;
  readonly jobs: JobMaster;

  constructor(heap: Heap, jobs: JobMaster) {
    super();
    this.heap = heap;
    this.jobs = jobs;
  }

  /** Allocates a tensor; its numbers are uninitialized. */
  reserve(shape: number[], dtype: HeapType = 'float32'): TensorInfo {
    const length = shape.reduce((product, size) => product * size, 1);
    const address = this.heap.allocate(length * arrayTypes[dtype].BYTES_PER_ELEMENT);
    const dataId = {};
    this.data.set(dataId, new HeapData(this.heap.memory, address, length, dtype));
    return { dataId, shape, dtype };
  }

  /** The address of a tensor's first number. */
  addressOf({ dataId }: TensorInfo): number {
    const data: unknown = this.data.get(dataId);
    if (!(data instanceof HeapData)) throw new RangeError('this tensor does not lie in the heap');
    return data.address;
  }

  /** A view of a tensor's numbers. It is valid until the memory grows: take it after the last `reserve`. */
  numbersOf({ dataId }: TensorInfo): Float32Array {
    const { values } = this.data.get(dataId);
    if (!(values instanceof Float32Array)) throw new RangeError('this tensor does not hold floats');
    return values;
  }

  override write(values: BackendValues, shape: number[], dtype: DataType): object {
    if (!isHeapType(dtype)) throw new RangeError(`the WASM backend has no tensors of ${dtype}`);
    const { dataId } = this.reserve(shape, dtype);
    this.#copyIn(dataId, values);
    return dataId;
  }

  override move(
    dataId: object,
    values: BackendValues,
    shape: number[],
    dtype: DataType,
    refCount: number,
  ): void {
    const written = this.data.get(this.write(values, shape, dtype));
    written.refCount = refCount;
    this.data.set(dataId, written);
  }

  /** A copy: the heap reuses the memory once this tensor is disposed of. */
  override readSync(dataId: object): BackendValues {
    const { values } = this.data.get(dataId);
    if (!isNumberArray(values)) throw new RangeError('a tensor of the WASM backend holds numbers');
    return values.slice();
  }

  override disposeData(dataId: object, force = false): boolean {
    const data: unknown = this.data.has(dataId) ? this.data.get(dataId) : null;
    if (!super.disposeData(dataId, force)) return false;
    if (data instanceof HeapData) this.heap.release(data.address);
    return true;
  }

  #copyIn(dataId: object, values: BackendValues): void {
    const target = this.data.get(dataId).values;
    if (isNumberArray(target)) target.set(values as ArrayLike<number>);
  }
}

function isHeapType(dtype: DataType): dtype is HeapType {
  return dtype in arrayTypes;
}

function isNumberArray(values: unknown): values is NumberArray {
  return values instanceof Float32Array || values instanceof Int32Array || values instanceof Uint8Array;
}
