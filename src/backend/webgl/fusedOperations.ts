import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { asTensor, composedOperations, composedUpdates, type FusedOperations } from '../fusedOperations.ts';
import { pictureUpload } from './pictureUpload.ts';
import { drawColumnSums, drawKeepWherePositive, drawPlusScaled, drawSoftmaxMinusLabels } from './programs.ts';

/** Each takes one draw, where TensorFlow.js needs several. */
export function webglOperations(backend: MathBackendWebGL): FusedOperations {
  const plusScaled: FusedOperations['plusScaled'] = (a, b, factor, ownFactor = 1) =>
    asTensor(drawPlusScaled(backend, a, b, factor, ownFactor), backend);
  const upload = pictureUpload(backend);

  return {
    ...composedOperations,
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
