import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { StartedBackend } from './startedBackend.ts';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { Failure } from '../failure.ts';
import type { BackendChoice, BackendInfo, BackendName } from './backendInfo.ts';
import { candidates } from './candidates.ts';
import { registerFusedOperations } from './fusedOperations.ts';
import { immediatePace, queuedPace } from './pace.ts';
import { findRenderer, type WebGLRenderer } from './renderer.ts';
import { availableThreads, startWasm } from './wasm/startWasm.ts';
import { webglOperations } from './webgl/fusedOperations.ts';
import { registerMatrixProduct } from './webgl/matrixProduct.ts';
import { watchDraws } from './webgl/watchedDraws.ts';
import { startWebGPU } from './webgpu.ts';

/**
 * Starts the chosen backend. `auto` is WebGL on a GPU with 32-bit floats, and WebAssembly where there is none: a software renderer
 * is many times slower. `auto` never picks WebGPU, which has to be chosen by name. Call this once in a worker's lifetime.
 *
 * @throws Failure `backend-unavailable`
 */
export async function startBackend(choice: BackendChoice): Promise<StartedBackend> {
  tf.enableProdMode();
  if (choice === 'webgpu') return startWebGPU();
  const renderer = presentRenderer();
  for (const name of candidates(choice, renderer)) {
    if (await canStart(name)) return name === 'webgl' ? startedWebGL(renderer) : startedOnCpu(name, renderer);
  }
  throw new Failure({ code: 'backend-unavailable', details: { backend: choice } });
}

function presentRenderer(): WebGLRenderer | null {
  const renderer = findRenderer();
  // TensorFlow.js can be told to use 16-bit floats where there are others.
  const isHalf = tf.env().getBool('WEBGL_FORCE_F16_TEXTURES');
  return renderer && isHalf ? { ...renderer, precision: 'half' } : renderer;
}

async function canStart(name: BackendName): Promise<boolean> {
  try {
    if (name === 'wasm') await startWasm(availableThreads());
    return await tf.setBackend(name);
  } catch {
    return false;
  }
}

function startedOnCpu(name: BackendName, renderer: WebGLRenderer | null): StartedBackend {
  return {
    info: { ...infoOf(name, renderer), threads: name === 'wasm' ? availableThreads() : 1 },
    pace: immediatePace(),
    contextLost: new Promise(() => {}),
  };
}

function startedWebGL(renderer: WebGLRenderer | null): StartedBackend {
  const backend = tf.backend();
  if (!(backend instanceof MathBackendWebGL)) {
    throw new Failure({ code: 'backend-unavailable', details: { backend: 'webgl' } });
  }
  const isSoftware = renderer?.isSoftware ?? false;
  watchDraws(backend);
  registerMatrixProduct(backend, isSoftware);
  registerFusedOperations(backend, webglOperations(backend, isSoftware));
  const { gpgpu } = backend;
  return {
    info: infoOf('webgl', renderer),
    pace: queuedPace(() => gpgpu.createAndWaitForFence()),
    contextLost: new Promise((resolve) => {
      const canvas: unknown = Reflect.get(gpgpu.gl, 'canvas');
      if (canvas instanceof EventTarget) canvas.addEventListener('webglcontextlost', () => resolve());
    }),
  };
}

function infoOf(name: BackendName, renderer: WebGLRenderer | null): BackendInfo {
  return {
    name,
    renderer: renderer?.name ?? null,
    isSoftware: renderer?.isSoftware ?? false,
    precision: renderer?.precision ?? 'single',
    threads: 1,
  };
}
