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

/** 64 MB at first; what a network of 2,048 hidden units and a batch of 5,000 take fits twice into the limit of 2 GB. */
const initialPages = 1_024;
const maxPages = 32_768;

/** More than this, and threads wait for each other and for the memory. */
const maxThreads = 8;

/** Threads that this machine and page allow: several only in a page that is cross-origin isolated. */
export function availableThreads(): number {
  const isIsolated = typeof crossOriginIsolated !== 'undefined' && crossOriginIsolated;
  return isIsolated ? Math.min(navigator.hardwareConcurrency, maxThreads) : 1;
}

/**
 * Makes `wasm` a backend of TensorFlow.js; whoever called sets it. The number of threads changes how long things take, and no bit of
 * a result. To be called once in a worker's life.
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

/** It joins in as soon as it has loaded. Nobody waits for it: where it cannot be loaded, the others do its work. */
function startHelper(task: HelperTask): void {
  try {
    const helper = new Worker(new URL('./helper.worker.ts', import.meta.url), { type: 'module' });
    helper.addEventListener('error', (event) => event.preventDefault());
    helper.postMessage(task);
  } catch {
    // A page that was put together from one file has no other beside it.
  }
}
