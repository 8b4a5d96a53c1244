import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { bindTexture, drawWith, type FragmentProgram, fragmentProgram } from './fragmentProgram.ts';
import { emptyMatrix } from './packedMatrix.ts';

const uniforms = ['pictures', 'scaling', 'rowCount'] as const;
/** Values per texel of bytes. */
const valuesPerTexel = 4;

/** `(byte − offset) · scale`, two columns of two pictures: a texel as TensorFlow.js packs a matrix. */
const shader = `#version 300 es
precision highp float;
precision highp int;
uniform highp usampler2D pictures;
uniform highp sampler2D scaling;
uniform int rowCount;
out vec4 values;
void main() {
  ivec2 texel = ivec2(gl_FragCoord.xy);
  ivec2 place = ivec2(texel.x / 2, 2 * texel.y);
  uvec4 upper = texelFetch(pictures, place, 0);
  uvec4 lower = texelFetch(pictures, place + ivec2(0, 1), 0);
  vec4 bytes = vec4((texel.x & 1) == 0 ? uvec4(upper.xy, lower.xy) : uvec4(upper.zw, lower.zw));
  vec4 offsetAndScale = texelFetch(scaling, ivec2(texel.x, 0), 0);
  values = (bytes - offsetAndScale.xyxy) * offsetAndScale.zwzw;
  if (place.y + 1 == rowCount) values.zw = vec2(0.0);
}`;

/** Uploads pictures to the GPU as bytes, a quarter of the size of their values, and converts them there. */
export class PictureUpload {
  readonly #backend: MathBackendWebGL;
  readonly #gl: WebGL2RenderingContext;
  readonly #program: FragmentProgram<(typeof uniforms)[number]>;
  readonly #pictures: WebGLTexture;
  readonly #scaling: WebGLTexture;
  /** The contents of the textures, reused from batch to batch. */
  #bytes = new Uint8Array(0);
  #offset: Float32Array | undefined;
  #scale: Float32Array | null | undefined;

  constructor(backend: MathBackendWebGL, gl: WebGL2RenderingContext) {
    this.#backend = backend;
    this.#gl = gl;
    this.#program = fragmentProgram(backend.gpgpu, shader, uniforms);
    this.#pictures = unfilteredTexture(gl);
    this.#scaling = unfilteredTexture(gl);
  }

  /** Whether that many pictures fit in the texture, which has a row for each. */
  holds(count: number): boolean {
    return count <= tf.env().getNumber('WEBGL_MAX_TEXTURE_SIZE');
  }

  /**
   * @param pictures [pixels] each; `holds` tells how many are allowed
   * @param offset [pixels], a multiple of 4; must not be changed afterwards, nor `scale`
   * @returns [pictures, pixels]
   */
  draw(pictures: readonly Uint8Array[], offset: Float32Array, scale: Float32Array | null): tf.TensorInfo {
    const { gpgpu } = this.#backend;
    const [rows, columns] = [pictures.length, offset.length];
    this.#uploadScaling(offset, scale);
    this.#uploadPictures(pictures, columns);
    const values = emptyMatrix(this.#backend, rows, columns);
    gpgpu.setOutputPackedMatrixTexture(this.#backend.getTexture(values.dataId), rows, columns);
    const { places } = this.#program;
    drawWith(gpgpu, this.#program);
    bindTexture(gpgpu, this.#pictures, places.pictures, 0);
    bindTexture(gpgpu, this.#scaling, places.scaling, 1);
    this.#gl.uniform1i(places.rowCount, rows);
    gpgpu.executeProgram();
    return values;
  }

  #uploadPictures(pictures: readonly Uint8Array[], columns: number): void {
    const gl = this.#gl;
    const height = pictures.length;
    const width = columns / valuesPerTexel;
    const { RGBA8UI, RGBA_INTEGER, UNSIGNED_BYTE } = gl;
    gl.bindTexture(gl.TEXTURE_2D, this.#pictures);
    // Every batch has the same columns; one with fewer rows leaves the remaining rows unchanged.
    if (this.#bytes.length < height * columns) {
      this.#bytes = new Uint8Array(height * columns);
      gl.texImage2D(gl.TEXTURE_2D, 0, RGBA8UI, width, height, 0, RGBA_INTEGER, UNSIGNED_BYTE, null);
    }
    pictures.forEach((picture, row) => {
      this.#bytes.set(picture, row * columns);
    });
    const filled = this.#bytes.subarray(0, height * columns);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, RGBA_INTEGER, UNSIGNED_BYTE, filled);
  }

  #uploadScaling(offset: Float32Array, scale: Float32Array | null): void {
    if (this.#offset === offset && this.#scale === scale) return;
    const gl = this.#gl;
    const pairs = new Float32Array(2 * offset.length);
    for (let column = 0; column < offset.length; column++) {
      const texel = 4 * (column >> 1) + (column & 1);
      pairs[texel] = offset[column] ?? 0;
      pairs[texel + 2] = scale?.[column] ?? 1;
    }
    gl.bindTexture(gl.TEXTURE_2D, this.#scaling);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, offset.length / 2, 1, 0, gl.RGBA, gl.FLOAT, pairs);
    this.#offset = offset;
    this.#scale = scale;
  }
}

/** Integer and single-precision textures cannot be filtered. */
function unfilteredTexture(gl: WebGL2RenderingContext): WebGLTexture {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  for (const side of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
    gl.texParameteri(gl.TEXTURE_2D, side, gl.NEAREST);
  }
  for (const axis of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) {
    gl.texParameteri(gl.TEXTURE_2D, axis, gl.CLAMP_TO_EDGE);
  }
  return texture;
}

/** Null under WebGL 1. */
export function pictureUpload(backend: MathBackendWebGL): PictureUpload | null {
  const { gl } = backend.gpgpu;
  return gl instanceof WebGL2RenderingContext ? new PictureUpload(backend, gl) : null;
}
