/** What stands behind WebGL or WebGPU here. */
export interface Renderer {
  /** As the browser gives it; some give a name that says little. */
  readonly name: string;
  /** Whether it is a program on the CPU, many times slower than WebAssembly at the same work. */
  readonly isSoftware: boolean;
}

const softwareNames = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Whether a GPU's name is that of a program on the CPU. */
export function isSoftwareName(name: string): boolean {
  return softwareNames.test(name);
}

/**
 * Looks at WebGL without starting TensorFlow.js on it: an engine whose first backend failed does not recover. Null where a
 * worker gets no WebGL 2, as in Safari.
 */
export function findRenderer(): Renderer | null {
  if (typeof OffscreenCanvas === 'undefined') return null;
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return null;
  const name = rendererName(gl);
  // Browsers allow a few contexts at a time; this one has served.
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return { name, isSoftware: isSoftwareName(name) };
}

function rendererName(gl: WebGL2RenderingContext): string {
  const extension = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl.getParameter(extension ? extension.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  return typeof name === 'string' && name !== '' ? name : 'an unnamed GPU';
}
