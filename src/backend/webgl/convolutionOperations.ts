import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type * as tf from '@tensorflow/tfjs-core';
import { type ConvolutionOperations, composedConvolutions } from '../convolutionOperations.ts';
import { asTensor } from '../fusedOperations.ts';
import { borrowBySums, drawByBiases, drawByInputs, drawConvolution, planOf } from './convolution.ts';
import { type FeatureMaps, mapsLayout } from './featureMaps.ts';
import { drawFilterGradient } from './filterGradient.ts';
import { drawGelu, drawGeluGradient } from './mapActivations.ts';
import { borrowMaps, tensorOfMaps } from './mapConversions.ts';
import { MapDraws } from './mapDraws.ts';
import { drawChannelMoments, drawNormalizationGradients, drawNormalized } from './normalization.ts';

/**
 * The operations of convolutional networks in shaders of our own; what does not fit in this GPU’s textures is composed of
 * TensorFlow.js’s operations, and so is all of it where the GPU does not draw into several textures of numbers.
 *
 * @param wantedThreads what keeps the GPU busy
 */
export function webglConvolutions(backend: MathBackendWebGL, wantedThreads: number): ConvolutionOperations {
  const { gl } = backend.gpgpu;
  const draws = gl instanceof WebGL2RenderingContext ? new MapDraws(backend, gl) : null;
  return draws?.isSupported() ? drawnConvolutions(draws, wantedThreads) : composedConvolutions;
}

function drawnConvolutions(draws: MapDraws, wantedThreads: number): ConvolutionOperations {
  const { backend } = draws;
  const tensorFrom = <T extends tf.Tensor>(maps: FeatureMaps): T =>
    asTensor<T>(tensorOfMaps(backend, maps), backend);

  return {
    channelsLast: composedConvolutions.channelsLast,

    convolve(inputs, filters, biases, convolution) {
      const plan = planOf(inputs, filters, convolution);
      if (!plan) return composedConvolutions.convolve(inputs, filters, biases, convolution);
      const arrays = { inputs, filters, biases };
      const { outputs, winners } = drawConvolution(draws, plan, arrays, convolution);
      return { outputs: asTensor(outputs, backend), kept: winners ? [asTensor(winners, backend)] : [] };
    },

    convolutionGradients(pass, filters, convolution, wants) {
      const plan = planOf(pass.inputs, filters, convolution);
      if (!plan) return composedConvolutions.convolutionGradients(pass, filters, convolution, wants);
      const images = borrowMaps(backend, pass.inputs);
      const { value: bySums, release } = borrowBySums(draws, plan, pass, convolution);
      const gradients = {
        byInputs: wants.inputs
          ? asTensor<tf.Tensor4D>(drawByInputs(draws, plan, bySums, filters), backend)
          : null,
        byFilters: wants.filters
          ? asTensor<tf.Tensor4D>(
              drawFilterGradient(draws, images.value, bySums, plan.windows, wantedThreads),
              backend,
            )
          : null,
        byBiases: wants.biases ? asTensor<tf.Tensor1D>(drawByBiases(draws, bySums), backend) : null,
      };
      images.release();
      release();
      return gradients;
    },

    normalize(inputs, offset, normalization) {
      if (!mapsLayout(inputs.shape)) return composedConvolutions.normalize(inputs, offset, normalization);
      const { value: maps, release } = borrowMaps(backend, inputs);
      const moments = drawChannelMoments(draws, maps);
      const outputs = drawNormalized(draws, maps, moments, offset, normalization);
      release();
      return {
        mean: asTensor(moments.mean, backend),
        variance: asTensor(moments.variance, backend),
        outputs: tensorFrom(outputs),
      };
    },

    normalizeBy(inputs, moments, offset, normalization) {
      if (!mapsLayout(inputs.shape)) {
        return composedConvolutions.normalizeBy(inputs, moments, offset, normalization);
      }
      const { value: maps, release } = borrowMaps(backend, inputs);
      const outputs = drawNormalized(draws, maps, moments, offset, normalization);
      release();
      return tensorFrom(outputs);
    },

    normalizationGradients(pass, offset, normalization, wantsInputs) {
      if (!mapsLayout(pass.inputs.shape)) {
        return composedConvolutions.normalizationGradients(pass, offset, normalization, wantsInputs);
      }
      const [inputs, outputs, byOutputs] = [pass.inputs, pass.outputs, pass.byOutputs].map((tensor) =>
        borrowMaps(backend, tensor),
      );
      if (!inputs || !outputs || !byOutputs) throw new RangeError('three tensors are three maps');
      const { byInputs, byOffset } = drawNormalizationGradients(
        draws,
        {
          inputs: inputs.value,
          outputs: outputs.value,
          byOutputs: byOutputs.value,
          mean: pass.mean,
          variance: pass.variance,
        },
        offset,
        normalization,
        wantsInputs,
      );
      for (const { release } of [inputs, outputs, byOutputs]) release();
      return { byInputs: byInputs && tensorFrom(byInputs), byOffset: asTensor(byOffset, backend) };
    },

    gelu<T extends tf.Tensor>(inputs: T): T {
      if (inputs.rank < 2 || !mapsLayout(inputs.shape)) return composedConvolutions.gelu(inputs);
      const maps = borrowMaps(backend, inputs);
      const outputs = drawGelu(draws, maps.value);
      maps.release();
      return tensorFrom<T>(outputs);
    },

    geluGradient<T extends tf.Tensor>(inputs: T, byOutputs: T): T {
      if (inputs.rank < 2 || !mapsLayout(inputs.shape)) {
        return composedConvolutions.geluGradient(inputs, byOutputs);
      }
      const maps = borrowMaps(backend, inputs);
      const slopes = borrowMaps(backend, byOutputs);
      const byInputs = drawGeluGradient(draws, maps.value, slopes.value);
      maps.release();
      slopes.release();
      return tensorFrom<T>(byInputs);
    },
  };
}
