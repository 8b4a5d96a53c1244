import { type GpuPrecision, gpuPrecision } from './gpuPrecision.ts';

/** The GPU, or its emulation, behind WebGL or WebGPU. */
export interface Renderer {
  /** As the browser reports it; some browsers report a generic name. */
  readonly name: string;
  /** Whether it is emulated on the CPU, which is many times slower than WebAssembly at the same work. */
  readonly isSoftware: boolean;
}

/** What is behind WebGL. */
export interface WebGLRenderer extends Renderer {
  readonly precision: GpuPrecision;
}

const softwareNames = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Whether the name is that of a software renderer. */
export function isSoftwareName(name: string): boolean {
  return softwareNames.test(name);
}

/**
 * Probes WebGL without starting TensorFlow.js on it, which does not recover from a failed first backend. Null where a worker gets
 * no WebGL 2, as in Safari.
 */
export function findRenderer(): WebGLRenderer | null {
  if (typeof OffscreenCanvas === 'undefined') return null;
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return null;
  const name = rendererName(gl);
  const precision = gpuPrecision(gl);
  // Browsers limit the number of contexts; this one is no longer needed.
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return { name, isSoftware: isSoftwareName(name), precision };
}

function rendererName(gl: WebGL2RenderingContext): string {
  const extension = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl.getParameter(extension ? extension.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  return typeof name === 'string' && name !== '' ? name : 'an unnamed GPU';
}
