import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { Failure } from '../failure.ts';
import type { BackendInfo, BackendName } from './backendInfo.ts';
import { immediatePace, type Pace, queuedPace } from './pace.ts';

export interface StartedBackend {
  readonly info: BackendInfo;
  readonly pace: Pace;
  /** Resolves if the GPU context is lost. Nothing computed afterwards can be trusted, and reads may never return. */
  readonly contextLost: Promise<void>;
}

/**
 * Starts the WebGL backend, or the CPU backend where there is no WebGL. To be called once in a worker's life: after a
 * failed start the engine does not recover.
 *
 * @throws Failure `backend-unavailable`
 */
export async function startBackend(): Promise<StartedBackend> {
  tf.enableProdMode();
  if (await canStart('webgl')) return startedWebGL();
  if (await canStart('cpu')) {
    return {
      info: { name: 'cpu', renderer: null, isSoftware: false, isHalfFloat: false },
      pace: immediatePace(),
      contextLost: new Promise(() => {}),
    };
  }
  throw new Failure({ code: 'backend-unavailable', details: { backend: 'cpu' } });
}

async function canStart(name: BackendName): Promise<boolean> {
  try {
    return await tf.setBackend(name);
  } catch {
    return false;
  }
}

function startedWebGL(): StartedBackend {
  const backend = tf.backend();
  if (!(backend instanceof MathBackendWebGL)) {
    throw new Failure({ code: 'backend-unavailable', details: { backend: 'webgl' } });
  }
  const { gpgpu } = backend;
  const renderer = rendererOf(gpgpu.gl);
  return {
    info: {
      name: 'webgl',
      renderer,
      isSoftware: /swiftshader|llvmpipe|software|basic render/i.test(renderer ?? ''),
      isHalfFloat: !tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED'),
    },
    pace: queuedPace(() => gpgpu.createAndWaitForFence()),
    contextLost: new Promise((resolve) => {
      const canvas: unknown = Reflect.get(gpgpu.gl, 'canvas');
      if (canvas instanceof EventTarget) canvas.addEventListener('webglcontextlost', () => resolve());
    }),
  };
}

function rendererOf(gl: WebGLRenderingContext): string | null {
  const extension = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl.getParameter(extension ? extension.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  return typeof name === 'string' ? name : null;
}
