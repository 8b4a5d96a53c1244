/**
 * How precisely a GPU computes. `half`: it renders only 16-bit floats, so that numbers above 65,504 overflow. `low`: its shaders
 * compute less precisely than with 32-bit floats, whatever it says.
 */
export type GpuPrecision = 'single' | 'half' | 'low';

/** What a WebGL context says about floats, and what it computes. */
export interface FloatFacts {
  /** Whether a texture of 32-bit floats can be drawn to. */
  readonly rendersFloats: boolean;
  /** Bits of the mantissa of `highp float` in fragment shaders, as the browser states them. */
  readonly statedBits: number;
  /** What the test shader has computed; null where it could not be run. */
  readonly computed: readonly number[] | null;
}

/** Those of 32-bit floats. */
const neededBits = 23;
/** Relative: GPUs may round otherwise than the standard does. 16-bit floats are off by 2⁻¹¹. */
const tolerance = 2 ** -18;

/**
 * Numbers whose results are exact in 32-bit floats, however a GPU rounds: `a` and `b` are the operands of each result. They are
 * uniforms, because constants may be computed by the compiler; four, the components of a vector.
 */
export const precisionCases = [
  { a: 8_388_609, operation: '+', b: 8_388_606, exact: 16_777_215 },
  { a: 1 + 2 ** -20, operation: '-', b: 1, exact: 2 ** -20 },
  { a: 4_097, operation: '*', b: 4_095, exact: 16_777_215 },
  // Beyond what 16 bits can hold.
  { a: 2 ** 60, operation: '*', b: 2 ** 40, exact: 2 ** 100 },
] as const;

export function precisionFrom({ rendersFloats, statedBits, computed }: FloatFacts): GpuPrecision {
  if (!rendersFloats) return 'half';
  const isExact = precisionCases.every(
    ({ exact }, index) => Math.abs((computed?.[index] ?? Number.NaN) / exact - 1) <= tolerance,
  );
  return statedBits >= neededBits && isExact ? 'single' : 'low';
}

/** Draws a single pixel in a context that is used for nothing else. */
export function gpuPrecision(gl: WebGL2RenderingContext): GpuPrecision {
  const rendersFloats = drawsToFloats(gl);
  return precisionFrom({
    rendersFloats,
    statedBits: gl.getShaderPrecisionFormat(gl.FRAGMENT_SHADER, gl.HIGH_FLOAT)?.precision ?? 0,
    computed: rendersFloats ? computedCases(gl) : null,
  });
}

/** As TensorFlow.js decides it: a framebuffer with such a texture is complete. It stays bound. */
function drawsToFloats(gl: WebGL2RenderingContext): boolean {
  if (!gl.getExtension('EXT_color_buffer_float')) return false;
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA32F, 1, 1);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  const { FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D } = gl;
  gl.framebufferTexture2D(
    FRAMEBUFFER,
    COLOR_ATTACHMENT0,
    TEXTURE_2D,
    gl.getParameter(gl.TEXTURE_BINDING_2D),
    0,
  );
  return gl.checkFramebufferStatus(FRAMEBUFFER) === gl.FRAMEBUFFER_COMPLETE;
}

const vertexShader = `#version 300 es
void main() {
  gl_Position = vec4(0, 0, 0, 1);
  gl_PointSize = 1.0;
}`;

const fragmentShader = () => `#version 300 es
precision highp float;
uniform vec4 a;
uniform vec4 b;
out vec4 result;
void main() {
  result = vec4(${precisionCases.map(({ operation }, index) => `a[${index}] ${operation} b[${index}]`).join(', ')});
}`;

/** Draws to the framebuffer that is bound. */
function computedCases(gl: WebGL2RenderingContext): number[] | null {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragmentShader()],
  ] as const) {
    const shader = gl.createShader(type);
    if (!shader) return null;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) return null;
  // biome-ignore lint/correctness/useHookAtTopLevel: a function of WebGL.
  gl.useProgram(program);
  gl.uniform4fv(
    gl.getUniformLocation(program, 'a'),
    precisionCases.map(({ a }) => a),
  );
  gl.uniform4fv(
    gl.getUniformLocation(program, 'b'),
    precisionCases.map(({ b }) => b),
  );
  gl.viewport(0, 0, 1, 1);
  gl.drawArrays(gl.POINTS, 0, 1);
  const pixel = new Float32Array(4);
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.FLOAT, pixel);
  return gl.getError() === gl.NO_ERROR ? [...pixel] : null;
}
