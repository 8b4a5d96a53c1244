import * as tf from '@tensorflow/tfjs-core';
import { Failure } from '../failure.ts';
import { findAdapter } from './adapter.ts';
import { queuedPace } from './pace.ts';
import type { StartedBackend } from './startedBackend.ts';

/**
 * Starts WebGPU. Its code is fetched only now: whoever computes on something else never loads it. A program on the CPU that
 * stands in for the GPU is taken too; the info says so.
 *
 * @throws Failure `backend-unavailable`
 */
export async function startWebGPU(): Promise<StartedBackend> {
  const adapter = await findAdapter();
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  const backend = adapter && (await tf.setBackend('webgpu').catch(() => false)) ? tf.backend() : null;
  if (!adapter || !(backend instanceof WebGPUBackend)) {
    throw new Failure({ code: 'backend-unavailable', details: { backend: 'webgpu' } });
  }
  const { device, queue } = backend;
  return {
    info: {
      name: 'webgpu',
      renderer: adapter.name,
      isSoftware: adapter.isSoftware,
      isHalfFloat: false,
      threads: 1,
    },
    pace: queuedPace(async () => {
      // TensorFlow.js gathers commands before it hands them over; a fence waits for what was handed over.
      backend.ensureCommandEncoderReady();
      backend.endComputePassEncoder();
      backend.submitQueue();
      await queue.onSubmittedWorkDone();
    }),
    contextLost: device.lost.then(() => {}),
  };
}
