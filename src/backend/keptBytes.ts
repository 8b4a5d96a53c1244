import * as tf from '@tensorflow/tfjs-core';
import { WasmBackend } from './wasm/wasmBackend.ts';

/**
 * Bytes that are read at every step, nearest to who reads them: threads that share a memory read them from there. The copy is
 * valid until `releaseKeptBytes`.
 */
export function keepBytes(bytes: Uint8Array): Uint8Array {
  const backend = tf.backend();
  return backend instanceof WasmBackend ? backend.heap.keep(bytes) : bytes;
}

/** Gives up everything that was kept. */
export function releaseKeptBytes(): void {
  const backend = tf.backend();
  if (backend instanceof WasmBackend) backend.heap.releaseKept();
}
