import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { StartedBackend } from './startedBackend.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { Failure } from '../failure.ts';
import type { BackendChoice, BackendInfo, BackendName } from './backendInfo.ts';
import { registerFusedOperations } from './fusedOperations.ts';
import { immediatePace, queuedPace } from './pace.ts';
import { findRenderer, type Renderer } from './renderer.ts';
import { availableThreads, startWasm } from './wasm/startWasm.ts';
import { webglOperations } from './webgl/fusedOperations.ts';
import { registerMatrixProduct } from './webgl/matrixProduct.ts';
import { startWebGPU } from './webgpu.ts';

/**
 * Starts the chosen backend. `auto` is WebGL on a GPU, and WebAssembly where there is none: a software renderer is many times
 * slower. `auto` never picks WebGPU, which has to be chosen by name. Call this once in a worker's lifetime.
 *
 * @throws Failure `backend-unavailable`
 */
export async function startBackend(choice: BackendChoice): Promise<StartedBackend> {
  tf.enableProdMode();
  if (choice === 'webgpu') return startWebGPU();
  const renderer = findRenderer();
  for (const name of candidates(choice, renderer)) {
    if (await canStart(name)) return name === 'webgl' ? startedWebGL(renderer) : startedOnCpu(name, renderer);
  }
  throw new Failure({ code: 'backend-unavailable', details: { backend: choice } });
}

/** The backends to try, in order. A backend that was chosen by name is not replaced by another. */
function candidates(choice: BackendChoice, renderer: Renderer | null): readonly BackendName[] {
  if (choice !== 'auto') return [choice];
  return renderer && !renderer.isSoftware ? ['webgl', 'wasm', 'cpu'] : ['wasm', 'cpu'];
}

async function canStart(name: BackendName): Promise<boolean> {
  try {
    if (name === 'wasm') await startWasm(availableThreads());
    return await tf.setBackend(name);
  } catch {
    return false;
  }
}

function startedOnCpu(name: BackendName, renderer: Renderer | null): StartedBackend {
  return {
    info: { ...infoOf(name, renderer, false), threads: name === 'wasm' ? availableThreads() : 1 },
    pace: immediatePace(),
    contextLost: new Promise(() => {}),
  };
}

function startedWebGL(renderer: Renderer | null): StartedBackend {
  const backend = tf.backend();
  if (!(backend instanceof MathBackendWebGL)) {
    throw new Failure({ code: 'backend-unavailable', details: { backend: 'webgl' } });
  }
  const isSoftware = renderer?.isSoftware ?? false;
  registerMatrixProduct(backend, isSoftware);
  registerFusedOperations(backend, webglOperations(backend, isSoftware));
  const { gpgpu } = backend;
  return {
    info: infoOf('webgl', renderer, !tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')),
    pace: queuedPace(() => gpgpu.createAndWaitForFence()),
    contextLost: new Promise((resolve) => {
      const canvas: unknown = Reflect.get(gpgpu.gl, 'canvas');
      if (canvas instanceof EventTarget) canvas.addEventListener('webglcontextlost', () => resolve());
    }),
  };
}

function infoOf(name: BackendName, renderer: Renderer | null, isHalfFloat: boolean): BackendInfo {
  return {
    name,
    renderer: renderer?.name ?? null,
    isSoftware: renderer?.isSoftware ?? false,
    isHalfFloat,
    threads: 1,
  };
}
