import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Convolution } from '../convolutionOperations.ts';
import {
  type Division,
  divisionOf,
  type Geometry,
  geometryOf,
  unitsPerItem,
  type Windows,
  windowWords,
} from './convolutionUnits.ts';
import type { WasmBackend } from './wasmBackend.ts';

const floatBytes = 4;
/** Filters and channels are worked on in panels of 8. */
const panelWidth = 8;
/** Of the derivatives by the filters: 6 adjacent numbers under a row of a filter. */
const tilePlaces = 6;
const maxChunks = 32;
/** Of the chunks' sums: each has to be read again. */
const wantedChunkBytes = 16 * 1_024 * 1_024;
const minChunks = 12;

/** A convolution with what its shapes imply. */
interface Plan {
  readonly geometry: Geometry;
  readonly forward: Divided;
  readonly byInputs: Divided;
  readonly byFilters: Divided;
}

interface Divided {
  readonly windows: Windows;
  readonly division: Division;
}

/** Null where there is nothing to compute, or where rows are so long that not even two fit into the scratch space. */
export function planOf(inputs: TensorInfo, filters: TensorInfo, convolution: Convolution): Plan | null {
  const geometry = geometryOf(shape4D(inputs), shape4D(filters), convolution);
  const { batch, height, width, channels, filterHeight, filterWidth, stride, isPooled } = geometry;
  const { sumHeight, sumWidth } = geometry;
  if (batch * sumHeight * sumWidth * channels * geometry.filters === 0) return null;
  const overInputs = {
    batch,
    rows: sumHeight,
    columns: sumWidth,
    filterHeight,
    filterWidth,
    stride,
    channels,
  };
  const bytesPerPanel = panelWidth * floatBytes;
  const paddedFilters = panelsOf(geometry.filters) * panelWidth;
  const forward = divided({ ...overInputs, isPooled, bytesPerSum: bytesPerPanel });
  const byInputs = divided({
    ...{ batch, rows: height, columns: width, filterHeight, filterWidth, stride: 1 },
    ...{ channels: paddedFilters, isPooled: false, bytesPerSum: bytesPerPanel },
  });
  const byFilters = divided({ ...overInputs, isPooled: false, bytesPerSum: paddedFilters * floatBytes });
  return forward && byInputs && byFilters && { geometry, forward, byInputs, byFilters };
}

function divided(windows: Windows): Divided | null {
  const division = divisionOf(windows);
  return division && { windows, division };
}

/** @returns the outputs, and for each of them which of the four sums it was, where there is pooling */
export function heapConvolve(
  backend: WasmBackend,
  { geometry, forward: { windows, division } }: Plan,
  [inputs, filters, biases]: readonly [TensorInfo, TensorInfo, TensorInfo | null],
  { isRectified }: Convolution,
): { readonly outputs: TensorInfo; readonly winners: TensorInfo | null } {
  const { batch, outputHeight, outputWidth, channels, filterHeight, filterWidth, isPooled } = geometry;
  const shape = [batch, outputHeight, outputWidth, geometry.filters];
  const outputs = backend.reserve(shape);
  const winners = isPooled ? backend.reserve(shape, 'bool') : null;
  const depth = filterHeight * filterWidth * channels;
  const panels = panelsOf(geometry.filters);
  const packed = backend.heap.allocate(panels * panelWidth * depth * floatBytes);
  const filterStep = floatBytes;
  backend.jobs.run('packColumns', panels, [
    ...[backend.addressOf(filters), geometry.filters * floatBytes, filterStep],
    ...[packed, depth, geometry.filters],
  ]);
  const perItem = unitsPerItem(division);
  backend.jobs.run('convolve', Math.ceil(division.units / perItem), [
    ...windowWords(windows, division, perItem),
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
  { geometry, byInputs: { windows, division } }: Plan,
  pass: GradientTensors,
  filters: TensorInfo,
): TensorInfo {
  const { batch, height, width, channels, filterHeight, filterWidth, top, left, stride } = geometry;
  const result = backend.reserve([batch, height, width, channels]);
  const taps = filterHeight * filterWidth;
  const panels = panelsOf(channels);
  const packed = backend.heap.allocate(panels * panelWidth * taps * windows.channels * floatBytes);
  backend.jobs.run('packFlippedFilters', panels, [
    ...[backend.addressOf(filters), packed, taps, channels, geometry.filters],
  ]);
  const perItem = unitsPerItem(division);
  const [biases, winners, isRectified] = [0, 0, 0];
  backend.jobs.run('convolveGradient', Math.ceil(division.units / perItem), [
    ...windowWords(windows, division, perItem),
    ...gradientWords(backend, pass, geometry),
    ...[filterHeight - 1 - top, filterWidth - 1 - left, stride],
    ...[packed, biases, backend.addressOf(result), winners, channels, isRectified],
  ]);
  backend.heap.release(packed);
  return result;
}

export function heapByFilters(
  backend: WasmBackend,
  { geometry, byFilters: { windows, division } }: Plan,
  pass: GradientTensors,
  inputs: TensorInfo,
): TensorInfo {
  const { channels, filterHeight, filterWidth, filters } = geometry;
  const result = backend.reserve([filterHeight, filterWidth, channels, filters]);
  const run = filterWidth * channels;
  const tiles = filterHeight * Math.ceil(run / tilePlaces);
  const chunkBytes = tiles * tilePlaces * panelsOf(filters) * panelWidth * floatBytes;
  const wantedChunks = Math.min(maxChunks, Math.max(minChunks, Math.floor(wantedChunkBytes / chunkBytes)));
  const perChunk = Math.ceil(division.units / wantedChunks);
  const chunks = Math.ceil(division.units / perChunk);
  const sums = backend.heap.allocate(chunks * chunkBytes);
  backend.jobs.run('filterGradient', chunks, [
    ...windowWords(windows, division, perChunk),
    ...imageWords(backend, inputs, geometry),
    ...gradientWords(backend, pass, geometry),
    ...[sums, chunkBytes],
  ]);
  const perItem = Math.ceil(tiles / 1_024);
  backend.jobs.run('sumChunks', Math.ceil(tiles / perItem), [
    ...[sums, chunkBytes, chunks, backend.addressOf(result), filterHeight, run, filters, perItem],
  ]);
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
