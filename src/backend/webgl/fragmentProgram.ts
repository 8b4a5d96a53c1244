import type { GPGPUContext } from '@tensorflow/tfjs-backend-webgl';

/** A compiled WebGL 2 fragment shader outside of TensorFlow.js's own. */
export interface FragmentProgram<Uniform extends string> {
  readonly program: ReturnType<GPGPUContext['createProgram']>;
  readonly places: Readonly<Record<Uniform, WebGLUniformLocation | null>>;
}

/** @throws Error where the driver rejects the shader, or the GPU is lost */
export function fragmentProgram<Uniform extends string>(
  gpgpu: GPGPUContext,
  source: string,
  uniforms: readonly Uniform[],
): FragmentProgram<Uniform> {
  const { gl } = gpgpu;
  const shader = gl.createShader(gl.FRAGMENT_SHADER);
  if (!shader) throw new Error('the GPU gives no shader');
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  const program = gpgpu.createProgram(shader);
  gpgpu.buildVao(program);
  const places = uniforms.map((name) => [name, gl.getUniformLocation(program, name)] as const);
  return { program, places: Object.fromEntries(places) as FragmentProgram<Uniform>['places'] };
}

/** Makes it the program of the next draw. */
export function drawWith(gpgpu: GPGPUContext, { program }: FragmentProgram<string>): void {
  gpgpu.setProgram(program);
  gpgpu.bindVertexArray(program.vao);
}

/** Lets the shader read a texture through the sampler at `place`. */
export function bindTexture(
  { gl }: GPGPUContext,
  texture: WebGLTexture,
  place: WebGLUniformLocation | null,
  unit: number,
): void {
  gl.activeTexture(gl.TEXTURE0 + unit);
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.uniform1i(place, unit);
}
