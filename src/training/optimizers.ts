import type * as tf from '@tensorflow/tfjs-core';
import { fused } from '../backend/fusedOperations.ts';
import type { OptimizerName } from '../configuration/hyperparameters.ts';

/** The settings of one update. */
export interface UpdateSettings {
  readonly learningRate: number;
  /** The share of the parameter that weight decay leaves. */
  readonly decayFactor: number;
  readonly momentum: number;
  /** The number of updates that the slots have accumulated so far. */
  readonly updates: number;
}

/** How a gradient updates a parameter. */
export interface Optimizer {
  /** The names of its state tensors for each parameter; they start as zeros. */
  readonly slots: readonly string[];
  /**
   * @param tensors the parameter, then its slots in order; all have the shape of the gradient
   * @returns the same after the update
   */
  update<T extends tf.Tensor>(tensors: readonly T[], gradient: T, settings: UpdateSettings): readonly T[];
}

/** w ← w − learning rate · gradient: the article's. */
const gradientDescent: Optimizer = {
  slots: [],
  update: (tensors, gradient, { learningRate, decayFactor }) => [
    fused().plusScaled(at(tensors, 0), gradient, -learningRate, decayFactor),
  ],
};

/**
 * v ← μ v + gradient; w ← w − learning rate · v. Nesterov's variant: w ← w − learning rate · (gradient + μ v). See Sutskever et
 * al., "On the importance of initialization and momentum in deep learning" (2013), in PyTorch's form.
 */
function momentumOptimizer(isNesterov: boolean): Optimizer {
  return {
    slots: ['velocity'],
    update: (tensors, gradient, { learningRate: rate, decayFactor, momentum }) =>
      fused().momentumUpdate(at(tensors, 0), at(tensors, 1), gradient, {
        rate,
        decayFactor,
        momentum,
        isNesterov,
      }),
  };
}

const meanDecay = 0.9;
const squareDecay = 0.999;
const epsilon = 1e-8;

/**
 * Kingma and Ba, "Adam: A Method for Stochastic Optimization" (2015), with the paper's constants; with weight decay it is
 * Loshchilov and Hutter's AdamW (2019).
 */
const adam: Optimizer = {
  slots: ['mean', 'square'],
  update: (tensors, gradient, { learningRate, decayFactor, updates }) =>
    fused().adamUpdate(at(tensors, 0), at(tensors, 1), at(tensors, 2), gradient, {
      rate: learningRate / (1 - meanDecay ** (updates + 1)),
      decayFactor,
      meanDecay,
      squareDecay,
      rootFactor: 1 / Math.sqrt(1 - squareDecay ** (updates + 1)),
      epsilon,
    }),
};

export const optimizers: Readonly<Record<OptimizerName, Optimizer>> = {
  sgd: gradientDescent,
  momentum: momentumOptimizer(false),
  nesterov: momentumOptimizer(true),
  adam,
};

/** The tensor at that index; a missing one is a programming error. */
export function at<T>(tensors: readonly T[], index: number): T {
  const tensor = tensors[index];
  if (!tensor) throw new RangeError(`there is no tensor ${index}`);
  return tensor;
}
