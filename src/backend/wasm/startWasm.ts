import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { registerFusedOperations } from '../fusedOperations.ts';
import { compileKernels } from './compileKernels.ts';
import { wasmOperations } from './fusedOperations.ts';
import { Heap } from './heap.ts';
import type { HelperTask } from './helper.worker.ts';
import { firstFreeAddress, JobMaster } from './jobs.ts';
import { instantiateKernels, scratchBytes } from './kernelModule.ts';
import { registerTensorKernels } from './tensorKernels.ts';
import { WasmBackend } from './wasmBackend.ts';

/** 64 MB initially. A network of 2,048 hidden units with a batch of 5,000 fits twice into the limit of 2 GB. */
const initialPages = 1_024;
const maxPages = 32_768;

/** With more threads, they wait for each other and for memory. */
const maxThreads = 8;

/** The threads that this machine and page allow: several only in a cross-origin isolated page. */
export function availableThreads(): number {
  const isIsolated = typeof crossOriginIsolated !== 'undefined' && crossOriginIsolated;
  return isIsolated ? Math.min(navigator.hardwareConcurrency, maxThreads) : 1;
}

/**
 * Registers `wasm` as a TensorFlow.js backend; the caller sets it. The number of threads affects the speed, and no bit of a
 * result. Call this once in a worker's lifetime.
 *
 * @throws WebAssembly.CompileError where the browser has no SIMD
 */
export async function startWasm(threadCount: number): Promise<void> {
  const isShared = threadCount > 1;
  const module = await compileKernels(isShared);
  const memory = new WebAssembly.Memory({ initial: initialPages, maximum: maxPages, shared: isShared });
  const heap = new Heap(memory, firstFreeAddress);
  const kernels = await instantiateKernels(module, memory);
  const backend = new WasmBackend(heap, new JobMaster(memory, kernels, heap.allocate(scratchBytes)));
  for (let helper = 1; helper < threadCount; helper++) {
    startHelper({ module, memory, scratch: heap.allocate(scratchBytes) });
  }
  registerTensorKernels();
  registerFusedOperations(backend, wasmOperations(backend));
  tf.registerBackend('wasm', () => backend);
}

/**
 * Starts a helper, which joins in as soon as it has loaded. Nothing waits for it: if it fails to load, the other threads do its
 * work.
 */
function startHelper(task: HelperTask): void {
  try {
    const helper = new Worker(new URL('./helper.worker.ts', import.meta.url), { type: 'module' });
    helper.addEventListener('error', (event) => event.preventDefault());
    helper.postMessage(task);
  } catch {
    // A page bundled into a single file has no worker script beside it.
  }
}
