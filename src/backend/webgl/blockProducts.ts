import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type BlockShaderKind, blockShader, blockUniforms } from './blockShader.ts';
import { bindTexture, drawWith, type FragmentProgram, fragmentProgram } from './fragmentProgram.ts';
import { emptyMatrix, type PackedMatrix } from './packedMatrix.ts';

/** How a product is divided. */
export interface Blocks {
  /** Blocks of 4 × 4 results, below each other and side by side. */
  readonly rows: number;
  readonly columns: number;
  /** Numbers that each result is a sum of products of. */
  readonly depth: number;
  /** Parts of the depth that are summed in parallel; none of them is empty. */
  readonly slices: number;
}

/** The sums of a block's results: upper left, upper right, lower left, lower right 2 × 2 of them. */
export type Quarters = readonly [TensorInfo, TensorInfo, TensorInfo, TensorInfo];

type Program = FragmentProgram<(typeof blockUniforms)[number]>;

/**
 * Draws matrix products into four textures at once, a block of 4 × 4 results per thread. A thread of TensorFlow.js's shader
 * computes 2 × 2 and reads two texels for 8 multiplications; here four texels serve 32.
 */
export class BlockProducts {
  readonly #backend: MathBackendWebGL;
  readonly #gl: WebGL2RenderingContext;
  readonly #framebuffer: WebGLFramebuffer;
  readonly #programs = new Map<string, Program>();
  /** Unknown before the first product. */
  #isSupported: boolean | undefined;

  constructor(backend: MathBackendWebGL, gl: WebGL2RenderingContext) {
    this.#backend = backend;
    this.#gl = gl;
    this.#framebuffer = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#framebuffer);
    gl.drawBuffers([gl.COLOR_ATTACHMENT0, gl.COLOR_ATTACHMENT1, gl.COLOR_ATTACHMENT2, gl.COLOR_ATTACHMENT3]);
  }

  /**
   * @returns `[2 · blocks.rows, 2 · blocks.columns · blocks.slices]` each: the slices' sums side by side; null where this GPU
   *   does not draw into four textures of single precision
   */
  draw(left: PackedMatrix, right: PackedMatrix, blocks: Blocks): Quarters | null {
    if (this.#isSupported === false) return null;
    const quarter = () => emptyMatrix(this.#backend, 2 * blocks.rows, 2 * blocks.columns * blocks.slices);
    const quarters: Quarters = [quarter(), quarter(), quarter(), quarter()];
    this.#drawInto(quarters);
    this.#isSupported ??=
      this.#gl.checkFramebufferStatus(this.#gl.FRAMEBUFFER) === this.#gl.FRAMEBUFFER_COMPLETE;
    if (!this.#isSupported) {
      for (const matrix of quarters) this.#backend.disposeIntermediateTensorInfo(matrix);
      return null;
    }
    this.#multiply(left, right, blocks);
    return quarters;
  }

  #drawInto(quarters: Quarters): void {
    const gl = this.#gl;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#framebuffer);
    quarters.forEach(({ dataId }, index) => {
      const texture = this.#backend.getTexture(dataId);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + index, gl.TEXTURE_2D, texture, 0);
    });
  }

  #multiply(left: PackedMatrix, right: PackedMatrix, { rows, columns, depth, slices }: Blocks): void {
    const gl = this.#gl;
    const { gpgpu } = this.#backend;
    const program = this.#program({
      isLeftTransposed: left.isTransposed,
      isRightTransposed: right.isTransposed,
      depth,
      slices,
    });
    const { places } = program;
    drawWith(gpgpu, program);
    gl.uniform2f(places.leftTexel, 1 / left.width, 1 / left.height);
    gl.uniform2f(places.rightTexel, 1 / right.width, 1 / right.height);
    gl.uniform2i(places.blocks, columns, rows);
    bindTexture(gpgpu, left.texture, places.left, 0);
    bindTexture(gpgpu, right.texture, places.right, 1);
    gl.viewport(0, 0, columns * slices, rows);
    gl.scissor(0, 0, columns * slices, rows);
    gpgpu.executeProgram();
  }

  #program(kind: BlockShaderKind): Program {
    const key = JSON.stringify(kind);
    const known = this.#programs.get(key);
    if (known) return known;
    const built = fragmentProgram(this.#backend.gpgpu, blockShader(kind), blockUniforms);
    this.#programs.set(key, built);
    return built;
  }
}
