import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { asTensor, composedOperations, composedUpdates, type FusedOperations } from '../fusedOperations.ts';
import { webglConvolutions } from './convolutionOperations.ts';
import { wantedThreads } from './gpuThreads.ts';
import { pictureUpload } from './pictureUpload.ts';
import { drawColumnSums, drawKeepWherePositive, drawPlusScaled, drawSoftmaxMinusLabels } from './programs.ts';

/**
 * Each takes one draw, where TensorFlow.js needs several.
 *
 * @param isSoftware whether the GPU is emulated on the CPU
 */
export function webglOperations(backend: MathBackendWebGL, isSoftware: boolean): FusedOperations {
  const plusScaled: FusedOperations['plusScaled'] = (a, b, factor, ownFactor = 1) =>
    asTensor(drawPlusScaled(backend, a, b, factor, ownFactor), backend);
  const upload = pictureUpload(backend);

  return {
    ...composedOperations,
    ...webglConvolutions(backend, wantedThreads(isSoftware)),
    plusScaled,
    ...composedUpdates(plusScaled),
    keepWherePositive: (values, mask, factor = 1) =>
      asTensor(drawKeepWherePositive(backend, values, mask, factor), backend),
    crossEntropyGradient: (logits, oneHotLabels) =>
      asTensor(drawSoftmaxMinusLabels(backend, logits, oneHotLabels), backend),
    columnSums: (matrix) => asTensor(drawColumnSums(backend, matrix), backend),
    scaledPictures: (pictures, offset, scale) =>
      upload?.holds(pictures.length)
        ? asTensor(upload.draw(pictures, offset, scale), backend)
        : composedOperations.scaledPictures(pictures, offset, scale),
  };
}
