/*
 * The inner loops of the WebAssembly backend, in AssemblyScript (https://www.assemblyscript.org), compiled by `build/wasmKernels.ts`.
 *
 * A kernel computes one item of a job. The job is a record in memory that `jobs.ts` writes; items do not depend on each other,
 * and no item's result depends on which thread computes it: any number of threads gives the same bits.
 */
export { channelsLast } from './channelsLast';
export { convolve, convolveGradient } from './convolution';
export { filterGradient, sumChunks } from './filterGradient';
export { packFlippedFilters } from './flippedFilters';
export { gelu } from './gelu';
export { mergeMoments, mergeSums, rowMoments } from './moments';
export { normalizeGradientRows, normalizeRows, sumGradientRows } from './normalization';
export { packColumns } from './packing';
export { multiplyRows } from './product';
export { convolveGradientSquares, convolveSquares } from './squareConvolution';
export { filterGradientSquares, sumSquares } from './squareFilterGradient';
export { transformFilters } from './squares';
export { adamUpdate, momentumUpdate } from './updates';
export { keepWherePositive, multiply, plusScaled, scalePictures } from './vectors';
