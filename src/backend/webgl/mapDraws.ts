import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { bindTexture, drawWith, type FragmentProgram, fragmentProgram } from './fragmentProgram.ts';
import { emptyMatrix } from './packedMatrix.ts';

/** One draw of a shader of our own into up to four textures of the same size. */
export interface MapDraw {
  /** Everything that the shader’s source depends on. */
  readonly key: string;
  /** What follows the declarations; it has the textures’ names, `…Texel` with the size of a texel, and the numbers’ names. */
  readonly source: () => string;
  readonly textures: Readonly<Record<string, TensorInfo>>;
  readonly integers?: Readonly<Record<string, number>>;
  /** By the names of the shader’s results, which are four numbers each. */
  readonly outputs: Readonly<Record<string, TensorInfo>>;
  /** In texels; what lies beyond is left as it is. */
  readonly columns: number;
  readonly rows: number;
}

const mostOutputs = 4;

/** Draws with shaders of our own, which are compiled when they are first used. */
export class MapDraws {
  readonly backend: MathBackendWebGL;
  readonly #gl: WebGL2RenderingContext;
  readonly #programs = new Map<string, FragmentProgram<string>>();
  /** One for each number of outputs. */
  readonly #framebuffers: readonly WebGLFramebuffer[];

  constructor(backend: MathBackendWebGL, gl: WebGL2RenderingContext) {
    this.backend = backend;
    this.#gl = gl;
    this.#framebuffers = Array.from({ length: mostOutputs }, (_, index) => {
      const framebuffer = gl.createFramebuffer();
      gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
      gl.drawBuffers(Array.from({ length: index + 1 }, (__, place) => gl.COLOR_ATTACHMENT0 + place));
      return framebuffer;
    });
  }

  /** Whether this GPU draws into four textures of numbers. */
  isSupported(): boolean {
    const outputs = Array.from({ length: mostOutputs }, () => emptyMatrix(this.backend, 2, 2));
    this.#drawInto(outputs);
    const status = this.#gl.checkFramebufferStatus(this.#gl.FRAMEBUFFER);
    for (const output of outputs) this.backend.disposeIntermediateTensorInfo(output);
    return status === this.#gl.FRAMEBUFFER_COMPLETE;
  }

  draw({ key, source, textures, integers = {}, outputs, columns, rows }: MapDraw): void {
    const gl = this.#gl;
    const { gpgpu } = this.backend;
    const program = this.#program(key, () => wholeSource({ source, textures, integers, outputs }), [
      ...Object.keys(textures),
      ...Object.keys(textures).map(texelName),
      ...Object.keys(integers),
    ]);
    const { places } = program;
    this.#drawInto(Object.values(outputs));
    drawWith(gpgpu, program);
    Object.entries(textures).forEach(([name, { dataId }], unit) => {
      const { texShape: [height = 2, width = 2] = [] } = this.backend.getDataInfo(dataId);
      gl.uniform2f(places[texelName(name)] ?? null, 1 / Math.ceil(width / 2), 1 / Math.ceil(height / 2));
      bindTexture(gpgpu, this.backend.getTexture(dataId), places[name] ?? null, unit);
    });
    for (const [name, value] of Object.entries(integers)) gl.uniform1i(places[name] ?? null, value);
    gl.viewport(0, 0, columns, rows);
    gl.scissor(0, 0, columns, rows);
    gpgpu.executeProgram();
  }

  #drawInto(outputs: readonly TensorInfo[]): void {
    const gl = this.#gl;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#framebuffers[outputs.length - 1] ?? null);
    outputs.forEach(({ dataId }, index) => {
      const texture = this.backend.getTexture(dataId);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + index, gl.TEXTURE_2D, texture, 0);
    });
  }

  #program(key: string, source: () => string, uniforms: readonly string[]): FragmentProgram<string> {
    const known = this.#programs.get(key);
    if (known) return known;
    const built = fragmentProgram(this.backend.gpgpu, source(), uniforms);
    this.#programs.set(key, built);
    return built;
  }
}

function texelName(texture: string): string {
  return `${texture}Texel`;
}

function wholeSource({
  source,
  textures,
  integers,
  outputs,
}: Required<Pick<MapDraw, 'source' | 'textures' | 'integers' | 'outputs'>>): string {
  const declarations = [
    ...Object.keys(textures).flatMap((name) => [
      `uniform sampler2D ${name};`,
      `uniform vec2 ${texelName(name)};`,
    ]),
    ...Object.keys(integers).map((name) => `uniform int ${name};`),
    ...Object.keys(outputs).map((name, place) => `layout(location = ${place}) out vec4 ${name};`),
  ];
  return `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
${declarations.join('\n')}
${source()}`;
}
