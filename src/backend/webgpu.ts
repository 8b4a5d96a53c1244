import * as tf from '@tensorflow/tfjs-core';
import { Failure } from '../failure.ts';
import { findAdapter } from './adapter.ts';
import { queuedPace } from './pace.ts';
import type { StartedBackend } from './startedBackend.ts';

/**
 * Starts WebGPU. Its code is fetched only now, so other backends never load it. A software adapter is accepted, and the info says
 * so.
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
      // WebGPU requires 32-bit floats.
      precision: 'single',
      threads: 1,
    },
    pace: queuedPace(async () => {
      // TensorFlow.js buffers commands before it submits them; a fence waits only for submitted ones.
      backend.ensureCommandEncoderReady();
      backend.endComputePassEncoder();
      backend.submitQueue();
      await queue.onSubmittedWorkDone();
    }),
    contextLost: device.lost.then(() => {}),
  };
}
