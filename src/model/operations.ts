import * as tf from '@tensorflow/tfjs-core';
import { fused } from '../backend/fusedOperations.ts';
import { type ByKind, byKind, type LayerSpec, type Spec } from '../network/specification.ts';

/** Live tensors under the names of a network's arrays, such as `hidden/weights`. */
export type Tensors = Readonly<Record<string, tf.Tensor>>;

/** What a forward pass is for. Only in training does a layer depend on chance. */
export type Mode =
  | { readonly kind: 'evaluation' }
  | {
      readonly kind: 'training';
      /** What the outputs `[batch, …]` before a dropout layer are multiplied by in this step. */
      readonly dropoutMask: (layer: Spec<'dropout'>, batchSize: number) => tf.Tensor;
    };

export const evaluationMode: Mode = { kind: 'evaluation' };

/** What an operation gives forward. */
export interface Forward {
  /** `[batch, …output]` */
  readonly outputs: tf.Tensor;
  /** What `backward` needs beside inputs and outputs. */
  readonly kept: readonly tf.Tensor[];
}

/** What `backward` works on: the inputs and the results of `forward`, and the loss's derivative by the outputs. */
export interface Backward extends Forward {
  readonly inputs: tf.Tensor;
  readonly byOutputs: tf.Tensor;
  /** Whether `byInputs` is wanted: nothing comes before the first layer. */
  readonly wantsInputs: boolean;
}

export interface Derivatives {
  /** The loss's derivative by the inputs; null where it was not wanted. */
  readonly byInputs: tf.Tensor | null;
  /** By the arrays, under their names. */
  readonly byArrays: Tensors;
}

/** What is computed as one: a layer, or several that a backend can do together. */
export interface Operation {
  /** In their order; at least one. */
  readonly layers: readonly LayerSpec[];
  forward(inputs: tf.Tensor, arrays: Tensors, mode: Mode): Forward;
  backward(step: Backward, arrays: Tensors): Derivatives;
}

/** What each kind of layer computes alone. */
const operationOf: ByKind<Operation> = {
  dense: (layer) => denseOperation(layer, null, null),

  relu: (layer) => ({
    layers: [layer],
    forward: (inputs) => ({ outputs: tf.relu(inputs), kept: [] }),
    backward: ({ outputs, byOutputs, wantsInputs }) => ({
      byInputs: wantsInputs ? fused().keepWherePositive(byOutputs, outputs) : null,
      byArrays: {},
    }),
  }),

  dropout: (layer) => ({
    layers: [layer],
    forward(inputs, _, mode) {
      if (mode.kind === 'evaluation') return { outputs: inputs, kept: [] };
      const mask = mode.dropoutMask(layer, inputs.shape[0] ?? 0);
      return { outputs: fused().multiply(inputs, mask), kept: [mask] };
    },
    backward({ kept: [mask], byOutputs, wantsInputs }) {
      if (!wantsInputs) return { byInputs: null, byArrays: {} };
      return { byInputs: mask ? fused().multiply(byOutputs, mask) : byOutputs, byArrays: {} };
    },
  }),
};

/**
 * `max(0, inputs · weights + biases)` with dropout behind it, as far as ReLU and dropout follow. With Z what ReLU takes, A the
 * inputs: ∂L/∂W = Aᵀ · ∂L/∂Z, ∂L/∂b = Σ_batch ∂L/∂Z, ∂L/∂A = ∂L/∂Z · Wᵀ. ReLU passes the derivative where its output is
 * positive; dropout has multiplied the outputs that it kept by 1 / (1 − rate), and so multiplies their derivatives.
 */
function denseOperation(
  dense: Spec<'dense'>,
  relu: Spec<'relu'> | null,
  dropout: Spec<'dropout'> | null,
): Operation {
  const weightsName = `${dense.name}/weights`;
  const biasesName = `${dense.name}/biases`;
  return {
    layers: [dense, relu, dropout].filter((layer) => layer !== null),

    forward(inputs, arrays, mode) {
      const activated = tf.fused.matMul({
        a: asMatrix(inputs),
        b: matrixNamed(arrays, weightsName),
        bias: tensorNamed(arrays, biasesName),
        activation: relu ? 'relu' : 'linear',
      });
      if (!dropout || mode.kind === 'evaluation') return { outputs: activated, kept: [] };
      const mask = mode.dropoutMask(dropout, activated.shape[0] ?? 0);
      return { outputs: fused().multiply(activated, mask), kept: [] };
    },

    backward({ inputs, outputs, byOutputs, wantsInputs }, arrays) {
      const byActivation = asMatrix(
        relu
          ? fused().keepWherePositive(byOutputs, outputs, dropout ? 1 / (1 - dropout.rate) : 1)
          : byOutputs,
      );
      return {
        byInputs: wantsInputs
          ? likeInputs(tf.matMul(byActivation, matrixNamed(arrays, weightsName), false, true), inputs)
          : null,
        byArrays: {
          [weightsName]: tf.matMul(asMatrix(inputs), byActivation, true, false),
          [biasesName]: fused().columnSums(byActivation),
        },
      };
    },
  };
}

/** The operations that compute these layers, in their order; what a backend can do together is one of them. */
export function operationsOf(layers: readonly LayerSpec[]): readonly Operation[] {
  const operations: Operation[] = [];
  for (let rest = layers; rest.length > 0; ) {
    const operation = firstOperation(rest);
    operations.push(operation);
    rest = rest.slice(operation.layers.length);
  }
  return operations;
}

function firstOperation([first, second, third]: readonly LayerSpec[]): Operation {
  if (!first) throw new RangeError('a network has at least one layer');
  if (first.kind === 'dense' && second?.kind === 'relu') {
    return denseOperation(first, second, third?.kind === 'dropout' ? third : null);
  }
  return byKind(operationOf, first);
}

/** The tensor of that name; a missing one is a programming error. */
export function tensorNamed(tensors: Tensors, name: string): tf.Tensor {
  const tensor = tensors[name];
  if (!tensor) throw new RangeError(`the network has no array ${name}`);
  return tensor;
}

/** As `[all axes but the last, last axis]`. */
export function matrixNamed(tensors: Tensors, name: string): tf.Tensor2D {
  const tensor = tensorNamed(tensors, name);
  return tensor.rank === 2 ? (tensor as tf.Tensor2D) : tf.reshape(tensor, [-1, tensor.shape.at(-1) ?? 1]);
}

function likeInputs(matrix: tf.Tensor2D, inputs: tf.Tensor): tf.Tensor {
  return inputs.rank === 2 ? matrix : tf.reshape(matrix, inputs.shape);
}

/** `[batch, …]` as `[batch, all else]`. */
function asMatrix(tensor: tf.Tensor): tf.Tensor2D {
  return tensor.rank === 2 ? (tensor as tf.Tensor2D) : tf.reshape(tensor, [tensor.shape[0] ?? 0, -1]);
}
