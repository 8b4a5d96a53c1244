import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Convolution } from '../convolutionOperations.ts';
import {
  type Division,
  divisionOf,
  type Geometry,
  geometryOf,
  type UnitNeeds,
  unitsPerItem,
  type Windows,
  windowWords,
} from './convolutionUnits.ts';
import type { KernelName } from './kernelModule.ts';
import type { WasmBackend } from './wasmBackend.ts';

const floatBytes = 4;
/** Filters and channels are worked on in panels of 8. */
const panelWidth = 8;
const panelBytes = panelWidth * floatBytes;
/** Of a transformed square (`kernels/squares.ts`). */
const squarePlaces = 36;
const minSquareChannels = 16;
const maxWaste = 2;
/** Of the derivatives by the filters: 6 adjacent numbers under a row of a filter. */
const tilePlaces = 6;
const maxChunks = 32;
/** Of the chunks' sums: each has to be read again. */
const wantedChunkBytes = 16 * 1_024 * 1_024;
const minChunks = 12;
const maxSumItems = 1_024;

/** A convolution with what its shapes imply. */
interface Plan {
  readonly geometry: Geometry;
  readonly forward: Part;
  readonly byInputs: Part;
  readonly byFilters: Part;
}

/** A convolution or one of its derivatives. */
interface Part {
  readonly windows: Windows;
  readonly division: Division;
  /** Whether it is computed by transformed squares (`kernels/squares.ts`). */
  readonly isBySquares: boolean;
}

/** Null where there is nothing to compute, or where rows are so long that not even two fit into the scratch space. */
export function planOf(inputs: TensorInfo, filters: TensorInfo, convolution: Convolution): Plan | null {
  const geometry = geometryOf(shape4D(inputs), shape4D(filters), convolution);
  const { batch, height, width, channels, filterHeight, filterWidth, sumHeight, sumWidth } = geometry;
  if (batch * sumHeight * sumWidth * channels * geometry.filters === 0) return null;
  const { stride, isPooled } = geometry;
  const shared = { batch, filterHeight, filterWidth };
  const overInputs = { ...shared, rows: sumHeight, columns: sumWidth, stride, channels };
  const paddedFilters = panelsOf(geometry.filters) * panelWidth;
  const overGradient = { ...shared, rows: height, columns: width, stride: 1, channels: paddedFilters };
  const isSquare = stride === 1 && filterHeight === 3 && filterWidth === 3;
  const forward = convolutionPart(
    overInputs,
    isSquare && paysBySquares(overInputs, geometry.filters, maxWaste),
    isPooled,
  );
  const byInputs = convolutionPart(
    overGradient,
    isSquare && paysBySquares(overGradient, channels, maxWaste),
    false,
  );
  const byFilters = filtersPart(
    overInputs,
    paddedFilters,
    isSquare && paysBySquares(overInputs, geometry.filters, maxWaste),
  );
  return forward && byInputs && byFilters && { geometry, forward, byInputs, byFilters };
}

/**
 * Transformed squares need 36 multiplications instead of 144, but transforms, and whole squares of 4 × 4 sums.
 *
 * @param maxWaste the largest ratio of the whole squares' sums to those that are wanted
 */
function paysBySquares({ rows, columns, channels }: Windows, filters: number, maxWaste: number): boolean {
  const whole = 16 * Math.ceil(rows / 4) * Math.ceil(columns / 4);
  const isDeep = channels % 4 === 0 && Math.min(channels, filters) >= minSquareChannels;
  return isDeep && whole <= maxWaste * rows * columns;
}

function convolutionPart(windows: Windows, isBySquares: boolean, isPooled: boolean): Part | null {
  const needs: UnitNeeds = isBySquares
    ? { step: 4, bytesPerSum: 9 * windows.channels + 4 * panelBytes, sumsPerTile: 96, maxSums: 1_760 }
    : { step: isPooled ? 2 : 1, bytesPerSum: panelBytes, sumsPerTile: 6, maxSums: 440 };
  const division = divisionOf(windows, needs);
  return division && { windows, division, isBySquares };
}

function filtersPart(windows: Windows, paddedFilters: number, isBySquares: boolean): Part | null {
  const needs: UnitNeeds = isBySquares
    ? { step: 4, bytesPerSum: 9 * windows.channels + 13 * paddedFilters, sumsPerTile: 16, maxSums: 1_760 }
    : { step: 1, bytesPerSum: 4 * paddedFilters, sumsPerTile: 1, maxSums: 440 };
  const division = divisionOf(windows, needs);
  return division && { windows, division, isBySquares };
}

/** @returns the outputs, and for each of them which of the four sums it was, where there is pooling */
export function heapConvolve(
  backend: WasmBackend,
  { geometry, forward }: Plan,
  [inputs, filters, biases]: readonly [TensorInfo, TensorInfo, TensorInfo | null],
  { isRectified }: Convolution,
): { readonly outputs: TensorInfo; readonly winners: TensorInfo | null } {
  const { batch, outputHeight, outputWidth, isPooled } = geometry;
  const shape = [batch, outputHeight, outputWidth, geometry.filters];
  const outputs = backend.reserve(shape);
  const winners = isPooled ? backend.reserve(shape, 'bool') : null;
  const packed = packedFilters(backend, geometry, forward, filters, false);
  runPart(backend, forward.isBySquares ? 'convolveSquares' : 'convolve', forward, [
    ...imageWords(backend, inputs, geometry),
    ...[packed, addressOrZero(backend, biases), backend.addressOf(outputs), addressOrZero(backend, winners)],
    ...[geometry.filters, Number(isRectified)],
  ]);
  backend.heap.release(packed);
  return { outputs, winners };
}

/** The loss's derivative with respect to the inputs: a convolution of the sums' derivatives with rotated filters. */
export function heapByInputs(
  backend: WasmBackend,
  { geometry, byInputs }: Plan,
  pass: GradientTensors,
  filters: TensorInfo,
): TensorInfo {
  const { batch, height, width, channels, filterHeight, filterWidth, top, left, stride } = geometry;
  const result = backend.reserve([batch, height, width, channels]);
  const packed = packedFilters(backend, geometry, byInputs, filters, true);
  const [biases, winners, isRectified] = [0, 0, 0];
  runPart(backend, byInputs.isBySquares ? 'convolveGradientSquares' : 'convolveGradient', byInputs, [
    ...gradientWords(backend, pass, geometry),
    ...[filterHeight - 1 - top, filterWidth - 1 - left, stride],
    ...[packed, biases, backend.addressOf(result), winners, channels, isRectified],
  ]);
  backend.heap.release(packed);
  return result;
}

function runPart(backend: WasmBackend, kernel: KernelName, part: Part, record: readonly number[]): void {
  const { windows, division } = part;
  const perItem = unitsPerItem(division);
  const words = [...windowWords(windows, division, perItem), ...record];
  backend.jobs.run(kernel, Math.ceil(division.units / perItem), words);
}

/**
 * Allocates filters in panels of 8 columns, as the kernels read them. The caller releases them.
 *
 * @param isFlipped whether columns are the channels, and the filters rotated, for the derivatives by the inputs
 */
function packedFilters(
  backend: WasmBackend,
  { channels, filterHeight, filterWidth, filters: filterCount }: Geometry,
  { windows, isBySquares }: Part,
  filters: TensorInfo,
  isFlipped: boolean,
): number {
  const panels = panelsOf(isFlipped ? channels : filterCount);
  const taps = filterHeight * filterWidth;
  const packedTaps = isBySquares ? squarePlaces : taps;
  const packed = backend.heap.allocate(panels * packedTaps * windows.channels * panelBytes);
  const source = backend.addressOf(filters);
  if (isBySquares) {
    const record = [source, packed, channels, filterCount, Number(isFlipped), windows.channels];
    backend.jobs.run('transformFilters', panels, record);
  } else if (isFlipped) {
    backend.jobs.run('packFlippedFilters', panels, [source, packed, taps, channels, filterCount]);
  } else {
    const steps = [filterCount * floatBytes, floatBytes];
    backend.jobs.run('packColumns', panels, [source, ...steps, packed, taps * channels, filterCount]);
  }
  return packed;
}

export function heapByFilters(
  backend: WasmBackend,
  { geometry, byFilters: { windows, division, isBySquares } }: Plan,
  pass: GradientTensors,
  inputs: TensorInfo,
): TensorInfo {
  const { channels, filterHeight, filterWidth, filters } = geometry;
  const result = backend.reserve([filterHeight, filterWidth, channels, filters]);
  const run = isBySquares ? channels : filterWidth * channels;
  const tilesPerRun = Math.ceil(run / tilePlaces);
  const tiles = (isBySquares ? squarePlaces : filterHeight) * tilesPerRun;
  const chunkBytes = tiles * tilePlaces * panelsOf(filters) * panelBytes;
  const wantedChunks = Math.min(maxChunks, Math.max(minChunks, Math.floor(wantedChunkBytes / chunkBytes)));
  const perChunk = Math.ceil(division.units / wantedChunks);
  const chunks = Math.ceil(division.units / perChunk);
  const sums = backend.heap.allocate(chunks * chunkBytes);
  backend.jobs.run(isBySquares ? 'filterGradientSquares' : 'filterGradient', chunks, [
    ...windowWords(windows, division, perChunk),
    ...imageWords(backend, inputs, geometry),
    ...gradientWords(backend, pass, geometry),
    ...[sums, chunkBytes],
  ]);
  const sumRecord = [sums, chunkBytes, chunks, backend.addressOf(result)];
  if (isBySquares) {
    backend.jobs.run('sumSquares', tilesPerRun, [...sumRecord, channels, filters]);
  } else {
    const perItem = Math.ceil(tiles / maxSumItems);
    const items = Math.ceil(tiles / perItem);
    backend.jobs.run('sumChunks', items, [...sumRecord, filterHeight, run, filters, perItem]);
  }
  backend.heap.release(sums);
  return result;
}

/** What the derivatives by a convolution's sums are made of. */
export interface GradientTensors {
  readonly byOutputs: TensorInfo;
  /** The outputs, where ReLU is to be undone. */
  readonly outputs: TensorInfo | null;
  /** As `heapConvolve` returns them. */
  readonly winners: TensorInfo | null;
}

/** The words of `Images` in `kernels/windows.ts`. */
function imageWords(
  backend: WasmBackend,
  images: TensorInfo,
  { height, width, top, left }: Geometry,
): number[] {
  return [backend.addressOf(images), height, width, top, left];
}

/** The words of `GradientSource` in `kernels/sumsGradient.ts`. */
function gradientWords(
  backend: WasmBackend,
  { byOutputs, outputs, winners }: GradientTensors,
  { outputHeight, outputWidth, filters }: Geometry,
): number[] {
  return [
    ...[backend.addressOf(byOutputs), addressOrZero(backend, outputs), addressOrZero(backend, winners)],
    ...[outputHeight, outputWidth, filters],
  ];
}

function addressOrZero(backend: WasmBackend, tensor: TensorInfo | null): number {
  return tensor === null ? 0 : backend.addressOf(tensor);
}

function panelsOf(columns: number): number {
  return Math.ceil(columns / panelWidth);
}

function shape4D({ shape }: TensorInfo): readonly [number, number, number, number] {
  const [a = 0, b = 0, c = 0, d = 0] = shape;
  return [a, b, c, d];
}
