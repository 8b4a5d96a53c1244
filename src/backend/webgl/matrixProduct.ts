import { type GPGPUProgram, MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { type Operand, type ProductOptions, replaceProducts } from '../ownKernels.ts';
import { BlockProducts, type Blocks, type Quarters } from './blockProducts.ts';
import { texelsPerSlice } from './blockShader.ts';
import { wantedThreads } from './gpuThreads.ts';
import type { PackedMatrix } from './packedMatrix.ts';

/** Fewer multiplications are done in the time that submitting a second draw takes. */
const minMultiplications = 2_000_000;
/** Shorter sums are small against the overhead of two draws. */
const minDepth = 32;
/** The smallest slice of the depth that is worth a thread, in texels of two numbers. */
const minTexelsPerSlice = 32;

/**
 * Replaces TensorFlow.js's matrix product with a faster one where the GPU supports it. Call this once, when the backend is set.
 *
 * @param isSoftware whether the GPU is emulated on the CPU
 */
export function registerMatrixProduct(backend: MathBackendWebGL, isSoftware: boolean): void {
  const { gl } = backend.gpgpu;
  const isSinglePrecision = tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED');
  if (!(gl instanceof WebGL2RenderingContext) || !isSinglePrecision) return;
  const blockProducts = new BlockProducts(backend, gl);
  const limits: Limits = {
    maxWidth: tf.env().getNumber('WEBGL_MAX_TEXTURE_SIZE'),
    wantedThreads: wantedThreads(isSoftware),
  };
  replaceProducts({ name: 'webgl', type: MathBackendWebGL }, (_, left, right, options) =>
    matrixProduct(backend, blockProducts, { left, right, options, limits }),
  );
}

interface Limits {
  /** Of a texture, in texels. */
  readonly maxWidth: number;
  readonly wantedThreads: number;
}

interface Product {
  readonly left: Operand;
  readonly right: Operand;
  readonly options: ProductOptions;
  readonly limits: Limits;
}

/**
 * In two draws: blocks of partial sums, then their sums with the biases and ReLU. Null where TensorFlow.js's single draw is
 * better.
 */
function matrixProduct(
  backend: MathBackendWebGL,
  blockProducts: BlockProducts,
  { left, right, options, limits }: Product,
): tf.TensorInfo | null {
  const [rows, depth] = sizeOf(left);
  const [, columns] = sizeOf(right);
  if (depth < minDepth || rows * depth * columns < minMultiplications) return null;
  const blocks = blocksFor(rows, depth, columns, limits);
  if (blocks.columns * blocks.slices > limits.maxWidth) return null;

  const packedLeft = packedOperand(backend, left);
  const packedRight = packedOperand(backend, right);
  const quarters =
    packedLeft.matrix &&
    packedRight.matrix &&
    blockProducts.draw(packedLeft.matrix, packedRight.matrix, blocks);
  const product = quarters && drawSums(backend, quarters, blocks, [rows, columns], options);
  packedLeft.release();
  packedRight.release();
  if (!product) return null;
  const leading = left.matrix.shape.slice(0, -2);
  return { ...product, shape: [...leading, rows, columns] };
}

/** Rows and columns, as the operand is read. */
function sizeOf({ matrix, isTransposed }: Operand): [rows: number, columns: number] {
  const [rows = 1, columns = 1] = matrix.shape.slice(-2);
  return isTransposed ? [columns, rows] : [rows, columns];
}

function blocksFor(
  rows: number,
  depth: number,
  columns: number,
  { maxWidth, wantedThreads }: Limits,
): Blocks {
  const [blockRows, blockColumns] = [Math.ceil(rows / 4), Math.ceil(columns / 4)];
  const texels = Math.floor(depth / 2);
  const wanted = Math.ceil(wantedThreads / (blockRows * blockColumns));
  const most = Math.min(Math.floor(texels / minTexelsPerSlice), Math.floor(maxWidth / blockColumns));
  const slices = Math.max(1, Math.min(wanted, most));
  // Rounded up again, so that the last slice is not empty.
  const filled = Math.max(1, Math.ceil(texels / texelsPerSlice({ depth, slices })));
  return { rows: blockRows, columns: blockColumns, depth, slices: filled };
}

/** The operand's texture, packed temporarily if it is not; no matrix if the texture has another order. */
function packedOperand(
  backend: MathBackendWebGL,
  { matrix, isTransposed }: Operand,
): { readonly matrix: PackedMatrix | null; readonly release: () => void } {
  const info = backend.getDataInfo(matrix.dataId);
  if (!info.texture) {
    // As TensorFlow.js does for a packed shader, so that it is uploaded in that order right away.
    info.isPacked = true;
    info.shape = matrix.shape;
  }
  backend.uploadToGPU(matrix.dataId);
  const packed = info.isPacked ? matrix : backend.packTensor(matrix);
  const { texShape = [] } = backend.getDataInfo(packed.dataId);
  const [height, width] = matrix.shape.slice(-2).map((size) => Math.ceil(size / 2));
  const isInOrder = texShape[0] === 2 * (height ?? 0) && texShape[1] === 2 * (width ?? 0);
  return {
    matrix:
      isInOrder && height && width
        ? { texture: backend.getTexture(packed.dataId), width, height, isTransposed }
        : null,
    release: () => {
      if (packed !== matrix) backend.disposeIntermediateTensorInfo(packed);
    },
  };
}

/** Adds up the slices, and puts the quarters of the blocks back in place. */
function drawSums(
  backend: MathBackendWebGL,
  quarters: Quarters,
  blocks: Blocks,
  [rows, columns]: readonly [number, number],
  { biases, isRelu = false }: ProductOptions,
): tf.TensorInfo {
  const sum = (quarter: string) => `
          ivec2 first = ivec2(at.x % ${blocks.columns}, at.y % ${blocks.rows});
          for (int slice = 0; slice < ${blocks.slices}; slice++) {
            result += texelFetch(${quarter}, first + ivec2(slice * ${blocks.columns}, 0), 0);
          }`;
  const program: GPGPUProgram = {
    variableNames: ['upperLeft', 'upperRight', 'lowerLeft', 'lowerRight', ...(biases ? ['biases'] : [])],
    packedInputs: true,
    packedOutput: true,
    outputShape: [rows, columns],
    userCode: `
      void main() {
        ivec2 place = getOutputCoords();
        ivec2 at = place.yx / 2;
        vec4 result = vec4(0.0);
        if (at.y < ${blocks.rows}) {
          if (at.x < ${blocks.columns}) { ${sum('upperLeft')} }
          else { ${sum('upperRight')} }
        } else {
          if (at.x < ${blocks.columns}) { ${sum('lowerLeft')} }
          else { ${sum('lowerRight')} }
        }
        ${biases ? 'result += getBiasesAtOutCoords();' : ''}
        ${isRelu ? 'result *= vec4(greaterThanEqual(result, vec4(0.0)));' : ''}
        ${columns % 2 === 1 ? `if (place.y + 1 == ${columns}) result.yw = vec2(0.0);` : ''}
        ${rows % 2 === 1 ? `if (place.x + 1 == ${rows}) result.zw = vec2(0.0);` : ''}
        setOutput(result);
      }`,
  };
  const product = backend.runWebGLProgram(program, [...quarters, ...(biases ? [biases] : [])], 'float32');
  for (const quarter of quarters) backend.disposeIntermediateTensorInfo(quarter);
  return product;
}
