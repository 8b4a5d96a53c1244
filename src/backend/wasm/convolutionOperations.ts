import { type ConvolutionOperations, composedConvolutions } from '../convolutionOperations.ts';
import { asTensor } from '../fusedOperations.ts';
import { heapByFilters, heapByInputs, heapConvolve, planOf } from './convolution.ts';
import type { WasmBackend } from './wasmBackend.ts';

/** The operations of convolutional networks. */
export function wasmConvolutions(
  backend: WasmBackend,
): Pick<ConvolutionOperations, 'convolve' | 'convolutionGradients'> {
  return {
    convolve(inputs, filters, biases, convolution) {
      const plan = planOf(inputs, filters, convolution);
      if (!plan) return composedConvolutions.convolve(inputs, filters, biases, convolution);
      const { outputs, winners } = heapConvolve(backend, plan, [inputs, filters, biases], convolution);
      return { outputs: asTensor(outputs, backend), kept: winners ? [asTensor(winners, backend)] : [] };
    },
    convolutionGradients(pass, filters, convolution, wants) {
      const plan = planOf(pass.inputs, filters, convolution);
      if (!plan) return composedConvolutions.convolutionGradients(pass, filters, convolution, wants);
      const tensors = {
        byOutputs: pass.byOutputs,
        outputs: convolution.isRectified ? pass.outputs : null,
        winners: pass.kept[0] ?? null,
      };
      const none = { inputs: false, filters: false };
      return {
        byInputs: wants.inputs ? asTensor(heapByInputs(backend, plan, tensors, filters), backend) : null,
        byFilters: wants.filters
          ? asTensor(heapByFilters(backend, plan, tensors, pass.inputs), backend)
          : null,
        byBiases: wants.biases
          ? composedConvolutions.convolutionGradients(
              pass,
              filters,
              { ...convolution, isPooled: false },
              { ...none, biases: true },
            ).byBiases
          : null,
      };
    },
  };
}
