import { type ConvolutionOperations, composedConvolutions } from '../convolutionOperations.ts';
import { asTensor } from '../fusedOperations.ts';
import { heapByFilters, heapByInputs, heapConvolve } from './convolution.ts';
import { planOf } from './convolutionPlan.ts';
import { heapChannelsLast, heapGelu } from './images.ts';
import { heapChannelSums, heapMoments, heapNormalizationGradients, heapNormalize } from './normalization.ts';
import type { WasmBackend } from './wasmBackend.ts';

/** The operations of convolutional networks. */
export function wasmConvolutions(backend: WasmBackend): ConvolutionOperations {
  return {
    channelsLast: (images, side, channels) =>
      asTensor(heapChannelsLast(backend, images, side, channels), backend),

    convolve(inputs, filters, biases, convolution) {
      const plan = planOf(inputs.shape, filters.shape, convolution);
      if (!plan) return composedConvolutions.convolve(inputs, filters, biases, convolution);
      const { outputs, winners } = heapConvolve(backend, plan, [inputs, filters, biases], convolution);
      return { outputs: asTensor(outputs, backend), kept: winners ? [asTensor(winners, backend)] : [] };
    },

    convolutionGradients(pass, filters, convolution, wants) {
      const plan = planOf(pass.inputs.shape, filters.shape, convolution);
      if (!plan) return composedConvolutions.convolutionGradients(pass, filters, convolution, wants);
      const outputs = convolution.isRectified ? pass.outputs : null;
      const tensors = { byOutputs: pass.byOutputs, outputs, winners: pass.kept[0] ?? null };
      return {
        byInputs: wants.inputs ? asTensor(heapByInputs(backend, plan, tensors, filters), backend) : null,
        byFilters: wants.filters
          ? asTensor(heapByFilters(backend, plan, tensors, pass.inputs), backend)
          : null,
        byBiases: wants.biases ? asTensor(heapChannelSums(backend, pass.byOutputs, outputs), backend) : null,
      };
    },

    normalize(inputs, offset, normalization) {
      const moments = heapMoments(backend, inputs);
      const outputs = heapNormalize(backend, inputs, moments, offset, normalization);
      return {
        mean: asTensor(moments.mean, backend),
        variance: asTensor(moments.variance, backend),
        outputs: asTensor(outputs, backend),
      };
    },

    normalizeBy: (inputs, moments, offset, normalization) =>
      asTensor(heapNormalize(backend, inputs, moments, offset, normalization), backend),

    normalizationGradients(pass, offset, normalization, wantsInputs) {
      const { byInputs, byOffset } = heapNormalizationGradients(
        backend,
        pass,
        offset,
        normalization,
        wantsInputs,
      );
      return { byInputs: byInputs && asTensor(byInputs, backend), byOffset: asTensor(byOffset, backend) };
    },

    gelu: (inputs) => asTensor(heapGelu(backend, inputs, null), backend),
    geluGradient: (inputs, byOutputs) => asTensor(heapGelu(backend, inputs, byOutputs), backend),
  };
}
