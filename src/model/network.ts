import type * as tf from '@tensorflow/tfjs-core';
import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import type { ParameterKey } from '../configuration/parameters.ts';

/** A fully connected layer: `activation(inputs · weights + biases)`. */
export interface DenseLayer {
  /** Also the first part of its weights' names in files. */
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly activation: 'relu' | 'linear';
  /** Standard deviation of the truncated normal distribution that its weights start from, 0 for zeros; biases start at 0. */
  readonly initialStddev: number;
}

/** A network is data: a chain of layers from pixels to logits. A new one is one file and a line in `networks.ts`. */
export interface Network {
  readonly name: string;
  readonly title: string;
  /** The hyperparameters that it has. */
  readonly parameters: readonly ParameterKey[];
  /** How batches are taken: each image once an epoch, or drawn anew at every step. */
  readonly sampling: 'epochs' | 'draws';
  layers(size: Pick<Hyperparameters, 'hiddenUnits'>): readonly DenseLayer[];
}

/** The live tensors of one layer. (A type, not an interface: `tf.tidy` returns only what has an index signature.) */
export type LayerParameters = {
  /** [inputs, outputs] */
  readonly weights: tf.Tensor2D;
  /** [outputs] */
  readonly biases: tf.Tensor1D;
};

/** The live tensors of a network, one entry a layer, from the first to the last. */
export type Parameters = LayerParameters[];
