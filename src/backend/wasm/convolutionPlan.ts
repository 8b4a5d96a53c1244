import { backend_util } from '@tensorflow/tfjs-core';
import type { Convolution } from '../convolutionOperations.ts';
import { type Division, divisionOf, type UnitNeeds, type Windows } from './convolutionUnits.ts';

const floatBytes = 4;
/** Filters and channels are worked on in panels of 8. */
const panelWidth = 8;
export const panelBytes = panelWidth * floatBytes;
/** The batch is divided into about that many or more for the derivatives by the filters: as many as there are threads at most. */
export const minChunks = 8;

const minSquareChannels = 16;
/** Fewer are not worth the transforms of the filters. */
const minSquares = 4;
/** Sums of whole squares per wanted one. */
const maxSquareWaste = 2;
/** Of scratch space, so that it stays in the second cache. */
const cachedBytes = 640 * 1_024;
/** The same for the derivatives by filters of squares: each unit reads and writes the sums of all places, which takes longer. */
const cachedSquareBytes = 1_408 * 1_024;

export type Shape4D = readonly [number, number, number, number];

/** A convolution's shapes. */
export interface Geometry {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly filters: number;
  readonly stride: number;
  /** Rows and columns of zeros before the first. */
  readonly top: number;
  readonly left: number;
  readonly isPooled: boolean;
  /** Of the sums that are wanted: pooling leaves out an odd last row or column. */
  readonly sumHeight: number;
  readonly sumWidth: number;
  readonly outputHeight: number;
  readonly outputWidth: number;
}

function geometryOf(inputs: Shape4D, filters: Shape4D, { stride, padding, isPooled }: Convolution): Geometry {
  const info = backend_util.computeConv2DInfo([...inputs], [...filters], stride, 1, padding);
  const factor = isPooled ? 2 : 1;
  const outputHeight = Math.floor(info.outHeight / factor);
  const outputWidth = Math.floor(info.outWidth / factor);
  return {
    batch: info.batchSize,
    height: info.inHeight,
    width: info.inWidth,
    channels: info.inChannels,
    filterHeight: info.filterHeight,
    filterWidth: info.filterWidth,
    filters: info.outChannels,
    stride,
    top: info.padInfo.top,
    left: info.padInfo.left,
    isPooled,
    sumHeight: outputHeight * factor,
    sumWidth: outputWidth * factor,
    outputHeight,
    outputWidth,
  };
}

/** A convolution with what its shapes imply. */
export interface Plan {
  readonly geometry: Geometry;
  readonly forward: Part;
  readonly byInputs: Part;
  readonly byFilters: Part;
}

/** A convolution or one of its derivatives. */
export interface Part {
  readonly windows: Windows;
  readonly division: Division;
  /** Whether it is computed by transformed squares (`kernels/squares.ts`). */
  readonly isBySquares: boolean;
}

/** Null where there is nothing to compute, or where rows are so long that not even a few fit into the scratch space. */
export function planOf(inputs: Shape4D, filters: Shape4D, convolution: Convolution): Plan | null {
  const geometry = geometryOf(inputs, filters, convolution);
  const { batch, height, width, channels, filterHeight, filterWidth, sumHeight, sumWidth } = geometry;
  if (batch * sumHeight * sumWidth * channels * geometry.filters === 0) return null;
  const shared = { batch, filterHeight, filterWidth };
  const paddedFilters = panelsOf(geometry.filters) * panelWidth;
  const overInputs = {
    ...{ ...shared, rows: sumHeight, columns: sumWidth },
    ...{ stride: geometry.stride, channels },
  };
  const overGradient = { ...shared, rows: height, columns: width, stride: 1, channels: paddedFilters };
  const mayBeBySquares = geometry.stride === 1 && filterHeight === 3 && filterWidth === 3;
  const forward = convolutionPart(
    overInputs,
    mayBeBySquares && paysBySquares(overInputs, geometry.filters),
    geometry.isPooled,
  );
  const byInputs = convolutionPart(
    overGradient,
    mayBeBySquares && paysBySquares(overGradient, channels),
    false,
  );
  // On smaller maps, each image would have a square of its own, and there would be few to add up at a time.
  const hasSquares = mayBeBySquares && Math.min(sumHeight, sumWidth) >= 4;
  const byFilters = filtersPart(
    overInputs,
    paddedFilters,
    hasSquares && paysBySquares(overInputs, geometry.filters),
  );
  return forward && byInputs && byFilters && { geometry, forward, byInputs, byFilters };
}

/** Transformed squares need 36 multiplications instead of 144, but transforms, and whole squares of 4 × 4 sums. */
function paysBySquares({ batch, rows, columns, channels }: Windows, filters: number): boolean {
  const squares = Math.ceil(rows / 4) * Math.ceil(columns / 4);
  const isDeep = channels % 4 === 0 && Math.min(channels, filters) >= minSquareChannels;
  return isDeep && batch * squares >= minSquares && 16 * squares <= maxSquareWaste * rows * columns;
}

/** In scratch space are, of squares, the transformed inputs, and the products and sums of a panel; else only the sums. */
function convolutionPart(windows: Windows, isBySquares: boolean, isPooled: boolean): Part | null {
  const direct: UnitNeeds = {
    ...{ step: isPooled ? 2 : 1, bytesPerSum: panelBytes },
    ...{ sumsPerTile: 6, maxSums: 440, minItems: 32, cachedBytes },
  };
  const bySquares: UnitNeeds = {
    ...{ step: 4, bytesPerSum: 9 * windows.channels + 4 * panelBytes },
    ...{ sumsPerTile: 96, maxSums: 1_760, minItems: 32, cachedBytes },
  };
  return dividedPart(windows, isBySquares, isBySquares ? bySquares : direct);
}

/** In scratch space are, of squares, the transformed inputs, the derivatives and the transformed ones; else only the derivatives. */
function filtersPart(windows: Windows, paddedFilters: number, isBySquares: boolean): Part | null {
  const direct: UnitNeeds = {
    ...{ step: 1, bytesPerSum: 4 * paddedFilters },
    ...{ sumsPerTile: 1, maxSums: 440, minItems: minChunks, cachedBytes },
  };
  const bySquares: UnitNeeds = {
    ...{ step: 4, bytesPerSum: 9 * windows.channels + 13 * paddedFilters },
    ...{ sumsPerTile: 16, maxSums: 1_760, minItems: minChunks, cachedBytes: cachedSquareBytes },
  };
  return dividedPart(windows, isBySquares, isBySquares ? bySquares : direct);
}

function dividedPart(windows: Windows, isBySquares: boolean, needs: UnitNeeds): Part | null {
  const division = divisionOf(windows, needs);
  return division && { windows, division, isBySquares };
}

export function panelsOf(columns: number): number {
  return Math.ceil(columns / panelWidth);
}
