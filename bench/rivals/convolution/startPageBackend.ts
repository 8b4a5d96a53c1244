import * as tf from '@tensorflow/tfjs-core';
import { immediatePace, type Pace } from '../../../src/backend/pace.ts';
import { startBackend } from '../../../src/backend/startBackend.ts';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import type { TfjsBackend } from '../rival.ts';

/**
 * Starts a backend as the page does, but WASM with this many threads.
 *
 * @throws Error where several threads cannot share a memory
 */
export async function startPageBackend(backend: TfjsBackend, threads: number): Promise<Pace> {
  if (backend !== 'wasm') return (await startBackend(backend)).pace;
  if (threads > 1 && !crossOriginIsolated) throw new Error('this page is not cross-origin isolated');
  tf.enableProdMode();
  await startWasm(threads);
  await tf.setBackend('wasm');
  return immediatePace();
}
