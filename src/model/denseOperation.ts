import * as tf from '@tensorflow/tfjs-core';
import { fused } from '../backend/fusedOperations.ts';
import type { Spec } from '../network/specification.ts';
import { asRows, matrixNamed, type Operation, tensorNamed } from './operation.ts';

/**
 * A dense layer, fused with the ReLU and the dropout behind it, if any. With A the inputs and Z = A · W + b: ∂L/∂W = Aᵀ · ∂L/∂Z,
 * ∂L/∂b = Σ_batch ∂L/∂Z, ∂L/∂A = ∂L/∂Z · Wᵀ. ReLU passes the derivative where its output is positive; dropout multiplied the
 * outputs that it kept by 1 / (1 − rate), so it multiplies their derivatives too, and so does the layer's output scale.
 */
export function denseOperation(
  dense: Spec<'dense'>,
  relu: Spec<'relu'> | null,
  dropout: Spec<'dropout'> | null,
): Operation {
  const weightsName = `${dense.name}/weights`;
  const biasesName = `${dense.name}/biases`;
  const scaled = (tensor: tf.Tensor): tf.Tensor =>
    dense.outputScale === 1 ? tensor : tf.mul(tensor, dense.outputScale);
  return {
    layers: [dense, relu, dropout].filter((layer) => layer !== null),

    forward(inputs, arrays, mode) {
      const sums = tf.fused.matMul({
        a: asRows(inputs),
        b: matrixNamed(arrays, weightsName),
        bias: tensorNamed(arrays, biasesName),
        activation: relu ? 'relu' : 'linear',
      });
      const activated = scaled(sums);
      if (!dropout || mode.kind === 'evaluation') return { outputs: activated, kept: [] };
      const mask = mode.dropoutMask(dropout, activated.shape[0] ?? 0);
      return { outputs: fused().multiply(activated, mask), kept: [] };
    },

    backward({ inputs, outputs, byOutputs, wantsInputs }, arrays) {
      const dropoutFactor = dropout ? 1 / (1 - dropout.rate) : 1;
      const bySums = asRows(
        relu
          ? fused().keepWherePositive(byOutputs, outputs, dropoutFactor * dense.outputScale)
          : scaled(byOutputs),
      );
      return {
        byInputs: wantsInputs
          ? likeInputs(tf.matMul(bySums, matrixNamed(arrays, weightsName), false, true), inputs)
          : null,
        byArrays: {
          [weightsName]: tf.matMul(asRows(inputs), bySums, true, false),
          [biasesName]: fused().columnSums(bySums),
        },
      };
    },
  };
}

function likeInputs(matrix: tf.Tensor2D, inputs: tf.Tensor): tf.Tensor {
  return inputs.rank === 2 ? matrix : tf.reshape(matrix, inputs.shape);
}
