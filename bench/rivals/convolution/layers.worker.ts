// Single convolutions on the page's backends.
import * as tf from '@tensorflow/tfjs-core';
import type { Convolution } from '../../../src/backend/convolutionOperations.ts';
import { fused } from '../../../src/backend/fusedOperations.ts';
import { workDone } from '../../../src/backend/workDone.ts';
import { serveRequests } from '../serveRequests.ts';
import type { Direction, LayerRequest, MeasuredLayer } from './layers.ts';
import { startPageBackend } from './startPageBackend.ts';

serveRequests<LayerRequest>(async (request) => {
  if (request.kind === 'time') return msOf(request.layer, request.direction);
  await startPageBackend(request.backend, request.threads);
  return null;
});

async function msOf(layer: MeasuredLayer, direction: Direction): Promise<number> {
  const { batchSize, side, channels, filters, isPooled, isRectified } = layer;
  const convolution: Convolution = { stride: 1, padding: 'same', isPooled, isRectified };
  const images = tf.randomNormal<tf.Rank.R4>([batchSize, side, side, channels]);
  const weights = tf.randomNormal<tf.Rank.R4>([3, 3, channels, filters]);
  const biases = isRectified ? tf.zeros<tf.Rank.R1>([filters]) : null;
  const forward = () => fused().convolve(images, weights, biases, convolution);
  const pass = forward();
  const byOutputs = tf.randomNormal<tf.Rank.R4>(pass.outputs.shape);
  const operation = () => {
    if (direction === 'forward') return forward().outputs;
    const wants = {
      inputs: direction === 'byInputs',
      filters: direction === 'byFilters',
      biases: false,
    };
    const { byInputs, byFilters } = fused().convolutionGradients(
      { ...pass, inputs: images, byOutputs },
      weights,
      convolution,
      wants,
    );
    return byInputs ?? byFilters ?? weights;
  };
  // What was submitted before, and the first use of a shader or a kernel, do not count.
  await msTo(operation);
  const ms = await msTo(operation);
  tf.dispose([images, weights, pass.outputs, ...pass.kept, byOutputs]);
  biases?.dispose();
  return ms;
}

/** Milliseconds until the result is computed. */
async function msTo(operation: () => tf.Tensor4D): Promise<number> {
  const startedAt = performance.now();
  const rows = tf.tidy(() => tf.reshape<tf.Rank.R2>(operation(), [1, -1]));
  await workDone(rows);
  const ms = performance.now() - startedAt;
  rows.dispose();
  return ms;
}
