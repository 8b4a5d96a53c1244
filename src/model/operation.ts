import * as tf from '@tensorflow/tfjs-core';
import type { LayerSpec, Spec } from '../network/specification.ts';

/** Live tensors under the names of a network's arrays, such as `hidden/weights`. */
export type Tensors = Readonly<Record<string, tf.Tensor>>;

/** What a forward pass is for. Only in training are layers random, and normalized by their batch. */
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
  /** In training: the new values of the layers' statistics, by name. */
  readonly statistics?: Tensors;
}

/** What `backward` works on: the inputs, the results of `forward`, and the loss's derivative with respect to the outputs. */
export interface Backward extends Forward {
  readonly inputs: tf.Tensor;
  readonly byOutputs: tf.Tensor;
  /** Whether `byInputs` is needed; where nothing before it is trained, it is not. */
  readonly wantsInputs: boolean;
}

export interface Derivatives {
  /** The loss's derivative with respect to the inputs; null where it is not needed. */
  readonly byInputs: tf.Tensor | null;
  /** Its derivatives with respect to the trained arrays, by name. */
  readonly byArrays: Tensors;
}

/** A unit of computation: a layer, or several that a backend can fuse. */
export interface Operation {
  /** In order; at least one. */
  readonly layers: readonly LayerSpec[];
  forward(inputs: tf.Tensor, arrays: Tensors, mode: Mode): Forward;
  backward(step: Backward, arrays: Tensors): Derivatives;
}

/** The tensor with that name; a missing one is a programming error. */
export function tensorNamed(tensors: Tensors, name: string): tf.Tensor {
  const tensor = tensors[name];
  if (!tensor) throw new RangeError(`the network has no array ${name}`);
  return tensor;
}

/** The tensor as a matrix `[all axes but the last, last axis]`. */
export function asColumns(tensor: tf.Tensor): tf.Tensor2D {
  return isMatrix(tensor) ? tensor : tf.reshape(tensor, [-1, tensor.shape.at(-1) ?? 1]);
}

/** The tensor with that name as a matrix; see `asColumns`. */
export function matrixNamed(tensors: Tensors, name: string): tf.Tensor2D {
  return asColumns(tensorNamed(tensors, name));
}

/** The tensor `[batch, …]` as a matrix `[batch, all other axes]`. */
export function asRows(tensor: tf.Tensor): tf.Tensor2D {
  return isMatrix(tensor) ? tensor : tf.reshape(tensor, [tensor.shape[0] ?? 0, -1]);
}

/** The tensor as images [batch, height, width, channels]; other ranks are a programming error. */
export function asImages(tensor: tf.Tensor): tf.Tensor4D {
  if (!isImages(tensor)) throw new RangeError(`a layer of images got values of rank ${tensor.rank}`);
  return tensor;
}

/** The tensor as one number for each channel; other ranks are a programming error. */
export function asVector(tensor: tf.Tensor): tf.Tensor1D {
  if (!isVector(tensor)) throw new RangeError(`a vector was expected, not rank ${tensor.rank}`);
  return tensor;
}

function isVector(tensor: tf.Tensor): tensor is tf.Tensor1D {
  return tensor.rank === 1;
}

function isMatrix(tensor: tf.Tensor): tensor is tf.Tensor2D {
  return tensor.rank === 2;
}

function isImages(tensor: tf.Tensor): tensor is tf.Tensor4D {
  return tensor.rank === 4;
}
