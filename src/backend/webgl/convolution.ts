import * as tf from '@tensorflow/tfjs-core';
import type { Convolution, ConvolutionPass } from '../convolutionOperations.ts';
import { borrowVector, drawSlices, drawTotals } from './channelSums.ts';
import { drawOutputs, drawPooledOutputs } from './convolutionOutputs.ts';
import { arrangeFilters, drawSums, type Windows } from './convolutionSums.ts';
import { type FeatureMaps, mapsLayout } from './featureMaps.ts';
import { drawPoolingGradient, drawReluGradient } from './mapActivations.ts';
import { type Borrowed, borrowMaps, tensorOfMaps } from './mapConversions.ts';
import type { MapDraws } from './mapDraws.ts';

type Shape = readonly [batch: number, height: number, width: number, channels: number];

/** What the draws of a convolution have in common. */
export interface ConvolutionPlan {
  readonly windows: Windows;
  readonly inputs: Shape;
  /** Of the sums, before pooling. */
  readonly sums: Shape;
}

/** Null where textures of this GPU are too small for it. */
export function planOf(
  inputs: tf.Tensor4D,
  filters: tf.Tensor4D,
  { stride, padding }: Convolution,
): ConvolutionPlan | null {
  const { outShape, padInfo, filterHeight, filterWidth } = tf.backend_util.computeConv2DInfo(
    inputs.shape,
    filters.shape,
    stride,
    1,
    padding,
  );
  if (!mapsLayout(inputs.shape) || !mapsLayout(outShape)) return null;
  const most = tf.env().getNumber('WEBGL_MAX_TEXTURE_SIZE');
  const taps = filterHeight * filterWidth;
  // Filters lie in textures with a row or a column for each tap and group of channels.
  const largest = Math.max(filters.shape[2], filters.shape[3]);
  if (Math.max(taps, 4) * Math.ceil(largest / 4) > most) return null;
  const windows: Windows = {
    height: filterHeight,
    width: filterWidth,
    stride,
    spacing: 1,
    top: padInfo.top,
    left: padInfo.left,
  };
  return { windows, inputs: inputs.shape, sums: outShape };
}

export interface ConvolutionArrays {
  readonly inputs: tf.Tensor4D;
  readonly filters: tf.Tensor4D;
  readonly biases: tf.Tensor1D | null;
}

export interface DrawnConvolution {
  readonly outputs: tf.TensorInfo;
  /** Of max pooling: as in `drawPooledOutputs`. */
  readonly winners: tf.TensorInfo | null;
}

export function drawConvolution(
  draws: MapDraws,
  plan: ConvolutionPlan,
  { inputs, filters, biases }: ConvolutionArrays,
  { isPooled, isRectified }: Convolution,
): DrawnConvolution {
  const { backend } = draws;
  const images = borrowMaps(backend, inputs);
  const arranged = arrangeFilters(backend, filters, { isFlipped: false });
  const sums = drawSums(draws, images.value, arranged, plan.windows, plan.sums);
  images.release();
  backend.disposeIntermediateTensorInfo(arranged);
  const vector = biases && borrowVector(backend, biases);
  const followers = { biases: vector?.value ?? null, isRectified };
  const { outputs, winners } = isPooled
    ? drawPooledOutputs(draws, sums, followers)
    : { outputs: drawOutputs(draws, sums, followers), winners: null };
  vector?.release();
  return {
    outputs: tensorOfMaps(backend, outputs),
    winners: winners && tensorOfMaps(backend, winners),
  };
}

/** The loss’s derivative with respect to the sums, before biases, pooling and ReLU. */
export function borrowBySums(
  draws: MapDraws,
  plan: ConvolutionPlan,
  { outputs, kept: [winners], byOutputs }: ConvolutionPass,
  { isRectified }: Convolution,
): Borrowed<FeatureMaps> {
  const { backend } = draws;
  const slopes = borrowMaps(backend, byOutputs);
  const before = winners ?? (isRectified ? outputs : null);
  if (!before) return slopes;
  const values = borrowMaps(backend, before);
  const bySums = winners
    ? drawPoolingGradient(draws, values.value, slopes.value, plan.sums)
    : drawReluGradient(draws, values.value, slopes.value);
  slopes.release();
  values.release();
  return { value: bySums, release: () => backend.disposeIntermediateTensorInfo(bySums.info) };
}

/** The loss’s derivative with respect to the inputs: a convolution of the other derivative with the filters turned around. */
export function drawByInputs(
  draws: MapDraws,
  { windows, inputs }: ConvolutionPlan,
  bySums: FeatureMaps,
  filters: tf.Tensor4D,
): tf.TensorInfo {
  const { backend } = draws;
  const turned: Windows = {
    ...windows,
    stride: 1,
    spacing: windows.stride,
    top: windows.height - 1 - windows.top,
    left: windows.width - 1 - windows.left,
  };
  const arranged = arrangeFilters(backend, filters, { isFlipped: true });
  const sums = drawSums(draws, bySums, arranged, turned, inputs);
  backend.disposeIntermediateTensorInfo(arranged);
  return tensorOfMaps(backend, drawOutputs(draws, sums, { biases: null, isRectified: false }));
}

/** Sums over all positions, [channels]. */
export function drawByBiases(draws: MapDraws, bySums: FeatureMaps): tf.TensorInfo {
  const { backend } = draws;
  const slices = drawSlices(draws, bySums, {
    key: 'biases',
    maps: { bySums },
    each: 'first += bySumsAt(line, texel);',
  });
  const { first, second } = drawTotals(draws, slices);
  backend.disposeIntermediateTensorInfo(second);
  return first;
}
