import { asTensor, composedOperations, type FusedOperations } from '../fusedOperations.ts';
import { wasmConvolutions } from './convolutionOperations.ts';
import { everyNthRow, rowCrossEntropy, rowSoftmaxMinusLabels, squareSum } from './rows.ts';
import { heapAdamUpdate, heapMomentumUpdate } from './updates.ts';
import { heapKeepWherePositive, heapMultiply, heapPlusScaled, heapScaledPictures } from './vectors.ts';
import type { WasmBackend } from './wasmBackend.ts';

/** Each in one pass over the memory. */
export function wasmOperations(backend: WasmBackend): FusedOperations {
  return {
    ...composedOperations,
    ...wasmConvolutions(backend),
    plusScaled: (a, b, factor, ownFactor = 1) =>
      asTensor(heapPlusScaled(backend, a, b, factor, ownFactor), backend),
    keepWherePositive: (values, mask, factor = 1) =>
      asTensor(heapKeepWherePositive(backend, values, mask, factor), backend),
    multiply: (a, b) => asTensor(heapMultiply(backend, a, b), backend),
    momentumUpdate(weights, velocity, gradient, rule) {
      const [moved, newVelocity] = heapMomentumUpdate(backend, [weights, velocity, gradient], rule);
      return [asTensor(moved, backend), asTensor(newVelocity, backend)];
    },
    adamUpdate(weights, mean, square, gradient, rule) {
      const [moved, newMean, newSquare] = heapAdamUpdate(backend, [weights, mean, square, gradient], rule);
      return [asTensor(moved, backend), asTensor(newMean, backend), asTensor(newSquare, backend)];
    },
    meanCrossEntropy: (logits, oneHotLabels) =>
      asTensor(rowCrossEntropy(backend, logits, oneHotLabels), backend),
    crossEntropyGradient: (logits, oneHotLabels) =>
      asTensor(rowSoftmaxMinusLabels(backend, logits, oneHotLabels), backend),
    squareSum: (matrix) => asTensor(squareSum(backend, matrix), backend),
    // columnSums are composed: their kernel is in the place of TensorFlow.js's own (`tensorKernels.ts`).
    everyNthRow: (matrix, stride) => asTensor(everyNthRow(backend, matrix, stride), backend),
    scaledPictures: (pictures, offset, scale) =>
      asTensor(heapScaledPictures(backend, pictures, offset, scale), backend),
  };
}
