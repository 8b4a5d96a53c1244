// This page's step composed of TensorFlow.js's own operations, without a kernel of ours.
import '@tensorflow/tfjs-backend-cpu';
import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { immediatePace, type Pace, queuedPace } from '../../../src/backend/pace.ts';
import type { TfjsBackend } from '../rival.ts';
import { serveRival } from '../serveRival.ts';
import { pageStep } from './pageStep.ts';
import type { ConvolutionTask } from './task.ts';

serveRival<ConvolutionTask>(async ({ work, backend }, pictures) =>
  pageStep(work, pictures, await startPlain(backend)),
);

async function startPlain(name: TfjsBackend): Promise<Pace> {
  tf.enableProdMode();
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js could not start ${name}`);
  const backend = tf.backend();
  if (!(backend instanceof MathBackendWebGL)) return immediatePace();
  return queuedPace(() => backend.gpgpu.createAndWaitForFence());
}
