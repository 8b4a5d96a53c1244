import * as tf from '@tensorflow/tfjs-core';
import { WasmBackend } from './wasm/wasmBackend.ts';

/**
 * Keeps bytes that every step reads close to their readers: threads that share a memory read them from there. The copy is valid
 * until `releaseKeptBytes`.
 */
export function keepBytes(bytes: Uint8Array): Uint8Array {
  const backend = tf.backend();
  return backend instanceof WasmBackend ? backend.heap.keep(bytes) : bytes;
}

/** Releases everything that was kept. */
export function releaseKeptBytes(): void {
  const backend = tf.backend();
  if (backend instanceof WasmBackend) backend.heap.releaseKept();
}
