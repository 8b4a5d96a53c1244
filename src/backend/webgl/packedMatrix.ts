import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { TensorInfo } from '@tensorflow/tfjs-core';

/** A texture as TensorFlow.js packs a matrix: a texel holds 2 × 2 numbers, row by row. */
export interface PackedMatrix {
  readonly texture: WebGLTexture;
  /** In texels. */
  readonly width: number;
  readonly height: number;
  readonly isTransposed: boolean;
}

/** An empty matrix to draw into, in the highest precision that this GPU renders. */
export function emptyMatrix(backend: MathBackendWebGL, rows: number, columns: number): TensorInfo {
  const matrix = backend.makeTensorInfo([rows, columns], 'float32');
  backend.getDataInfo(matrix.dataId).isPacked = true;
  backend.uploadToGPU(matrix.dataId);
  return matrix;
}
