import * as tf from '@tensorflow/tfjs-core';
import { fused } from '../backend/fusedOperations.ts';
import { type ByKind, byKind, type LayerSpec, type Spec } from '../network/specification.ts';

/** Live tensors under the names of a network's arrays, such as `hidden/weights`. */
export type Tensors = Readonly<Record<string, tf.Tensor>>;

/** What a forward pass is for. Layers are random only in training. */
export type Mode =
  | { readonly kind: 'evaluation' }
  | {
      readonly kind: 'training';
      /** What the outputs `[batch, …]` before a dropout layer are multiplied by in this step. */
      readonly dropoutMask: (layer: Spec<'dropout'>, batchSize: number) => tf.Tensor;
    };

export const evaluationMode: Mode = { kind: 'evaluation' };

/** The result of an operation's forward pass. */
export interface Forward {
  /** `[batch, …output]` */
  readonly outputs: tf.Tensor;
  /** What `backward` needs besides inputs and outputs. */
  readonly kept: readonly tf.Tensor[];
}

/** What `backward` works on: the inputs, the results of `forward`, and the loss's derivative with respect to the outputs. */
export interface Backward extends Forward {
  readonly inputs: tf.Tensor;
  readonly byOutputs: tf.Tensor;
  /** Whether `byInputs` is needed; for the first layer it is not. */
  readonly wantsInputs: boolean;
}

export interface Derivatives {
  /** The loss's derivative with respect to the inputs; null where it is not needed. */
  readonly byInputs: tf.Tensor | null;
  /** Its derivatives with respect to the arrays, by name. */
  readonly byArrays: Tensors;
}

/** A unit of computation: a layer, or several that a backend can fuse. */
export interface Operation {
  /** In order; at least one. */
  readonly layers: readonly LayerSpec[];
  forward(inputs: tf.Tensor, arrays: Tensors, mode: Mode): Forward;
  backward(step: Backward, arrays: Tensors): Derivatives;
}

/** The operation for a single layer of each kind. */
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
 * A dense layer, fused with the ReLU and the dropout behind it, if any. With A the inputs and Z = A · W + b: ∂L/∂W = Aᵀ · ∂L/∂Z,
 * ∂L/∂b = Σ_batch ∂L/∂Z, ∂L/∂A = ∂L/∂Z · Wᵀ. ReLU passes the derivative where its output is positive; dropout multiplied the
 * outputs that it kept by 1 / (1 − rate), so it multiplies their derivatives too.
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

/** The operations that compute these layers, in order. Layers that a backend can fuse are one operation. */
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

/** The tensor with that name; a missing one is a programming error. */
export function tensorNamed(tensors: Tensors, name: string): tf.Tensor {
  const tensor = tensors[name];
  if (!tensor) throw new RangeError(`the network has no array ${name}`);
  return tensor;
}

/** The tensor as a matrix `[all axes but the last, last axis]`. */
export function asColumns(tensor: tf.Tensor): tf.Tensor2D {
  return tensor.rank === 2 ? (tensor as tf.Tensor2D) : tf.reshape(tensor, [-1, tensor.shape.at(-1) ?? 1]);
}

/** The tensor with that name as a matrix; see `asColumns`. */
export function matrixNamed(tensors: Tensors, name: string): tf.Tensor2D {
  return asColumns(tensorNamed(tensors, name));
}

function likeInputs(matrix: tf.Tensor2D, inputs: tf.Tensor): tf.Tensor {
  return inputs.rank === 2 ? matrix : tf.reshape(matrix, inputs.shape);
}

/** The tensor `[batch, …]` as a matrix `[batch, all other axes]`. */
function asMatrix(tensor: tf.Tensor): tf.Tensor2D {
  return tensor.rank === 2 ? (tensor as tf.Tensor2D) : tf.reshape(tensor, [tensor.shape[0] ?? 0, -1]);
}
