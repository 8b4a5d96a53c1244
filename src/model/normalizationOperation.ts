import type * as tf from '@tensorflow/tfjs-core';
import type { Moments, Normalization } from '../backend/convolutionOperations.ts';
import { fused } from '../backend/fusedOperations.ts';
import { type Spec, sizeOf } from '../network/specification.ts';
import { asVector, type Forward, type Operation, type Tensors, tensorNamed } from './operation.ts';

/** Batch normalization, fused with the activation behind it, if any. */
export function normalizationOperation(
  layer: Spec<'batchNormalization'>,
  activation: Spec<'relu'> | Spec<'gelu'> | null,
): Operation {
  const offsetName = `${layer.name}/offset`;
  const meanName = `${layer.name}/mean`;
  const varianceName = `${layer.name}/variance`;
  const normalization: Normalization = { epsilon: layer.epsilon, activation: activation?.kind ?? 'linear' };
  const offsetOf = (arrays: Tensors) => asVector(tensorNamed(arrays, offsetName));

  const runningMoments = (arrays: Tensors): Moments => ({
    mean: asVector(tensorNamed(arrays, meanName)),
    variance: asVector(tensorNamed(arrays, varianceName)),
  });

  /** The running variance is unbiased, as PyTorch's is: it is of the count less one. */
  function movedMoments(arrays: Tensors, { mean, variance }: Moments, count: number): Tensors {
    const running = runningMoments(arrays);
    const { momentum } = layer;
    const unbiased = count > 1 ? count / (count - 1) : 1;
    return {
      [meanName]: fused().plusScaled(running.mean, mean, momentum, 1 - momentum),
      [varianceName]: fused().plusScaled(running.variance, variance, momentum * unbiased, 1 - momentum),
    };
  }

  return {
    layers: activation ? [layer, activation] : [layer],

    forward(inputs, arrays, mode): Forward {
      const offset = offsetOf(arrays);
      if (mode.kind === 'evaluation') {
        return {
          outputs: fused().normalizeBy(inputs, runningMoments(arrays), offset, normalization),
          kept: [],
        };
      }
      const { outputs, ...moments } = fused().normalize(inputs, offset, normalization);
      const count = ((inputs.shape[0] ?? 0) * sizeOf(layer.input)) / (layer.input.at(-1) ?? 1);
      return {
        outputs,
        kept: [moments.mean, moments.variance],
        statistics: movedMoments(arrays, moments, count),
      };
    },

    backward({ inputs, outputs, kept, byOutputs, wantsInputs }, arrays) {
      const pass = { inputs, outputs, byOutputs, ...momentsOf(kept) };
      const { byInputs, byOffset } = fused().normalizationGradients(
        pass,
        offsetOf(arrays),
        normalization,
        wantsInputs,
      );
      return { byInputs, byArrays: { [offsetName]: byOffset } };
    },
  };
}

function momentsOf([mean, variance]: readonly tf.Tensor[]): Moments {
  if (!mean || !variance) throw new RangeError('a pass in evaluation has no gradients');
  return { mean: asVector(mean), variance: asVector(variance) };
}
