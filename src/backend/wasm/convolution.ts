import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Convolution } from '../convolutionOperations.ts';
import { type Geometry, minChunks, type Part, type Plan, panelBytes, panelsOf } from './convolutionPlan.ts';
import { unitsPerItem, windowWords } from './convolutionUnits.ts';
import type { KernelName } from './kernelModule.ts';
import type { WasmBackend } from './wasmBackend.ts';

const floatBytes = 4;
/** Of a transformed square (`kernels/squares.ts`). */
const squarePlaces = 36;
/** Of the derivatives by the filters: 6 adjacent numbers under a row of a filter. */
const tilePlaces = 6;
const maxChunks = 32;
/** Of the chunks' sums: each has to be read again. */
const wantedChunkBytes = 16 * 1_024 * 1_024;
/** Fewer are not worth a chunk. */
const minChunkSums = 256;
const maxSumItems = 1_024;

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
  const perChunk = Math.ceil(division.units / wantedChunks(geometry, chunkBytes));
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

function wantedChunks({ batch, sumHeight, sumWidth }: Geometry, chunkBytes: number): number {
  const worthwhile = Math.ceil((batch * sumHeight * sumWidth) / minChunkSums);
  const affordable = Math.max(minChunks, Math.floor(wantedChunkBytes / chunkBytes));
  return Math.min(maxChunks, affordable, worthwhile);
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
