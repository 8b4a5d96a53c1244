import * as tf from '@tensorflow/tfjs-core';
import { type ConvolutionOperations, composedConvolutions } from './convolutionOperations.ts';
import type { AdamRule, MomentumRule } from './updateRules.ts';

/**
 * The operations of a training step that a backend can compute in fewer passes than TensorFlow.js. All tensors of the elementwise
 * ones have the same shape unless stated otherwise.
 */
export interface FusedOperations extends ConvolutionOperations {
  /** `ownFactor · a + factor · b`; `ownFactor` is 1 where it is not given. */
  plusScaled<T extends tf.Tensor>(a: T, b: T, factor: number, ownFactor?: number): T;
  /**
   * `factor · values` where `mask` is positive, else 0: the derivative of ReLU, with its outputs as the mask, and of a dropout
   * factor behind it.
   */
  keepWherePositive<T extends tf.Tensor>(values: T, mask: T, factor?: number): T;
  /** `a · b`, element by element. */
  multiply<T extends tf.Tensor>(a: T, b: T): T;
  /**
   * `velocity ← momentum · velocity + gradient`; the weights move against the velocity, or, after Nesterov, against
   * `gradient + momentum · velocity`.
   *
   * @returns the new weights and velocity
   */
  momentumUpdate<T extends tf.Tensor>(weights: T, velocity: T, gradient: T, rule: MomentumRule): [T, T];
  /**
   * Running means of the gradient and of its square; the weights move against their quotient.
   *
   * @returns the new weights, mean and square
   */
  adamUpdate<T extends tf.Tensor>(weights: T, mean: T, square: T, gradient: T, rule: AdamRule): [T, T, T];
  /**
   * `−mean(log softmax(logits)[label])`, computed from shifted logits: raw pixels give logits in the hundreds.
   *
   * @param logits [batch, classes]
   * @param oneHotLabels [batch, classes]
   */
  meanCrossEntropy(logits: tf.Tensor2D, oneHotLabels: tf.Tensor2D): tf.Scalar;
  /** The derivative of the mean cross-entropy by the logits: `(softmax(logits) − labels) / batch`, [batch, classes]. */
  crossEntropyGradient(logits: tf.Tensor2D, oneHotLabels: tf.Tensor2D): tf.Tensor2D;
  /** Σx² over a matrix. */
  squareSum(matrix: tf.Tensor2D): tf.Scalar;
  /** Sums over the rows, [rows, columns] → [columns]. */
  columnSums(matrix: tf.Tensor2D): tf.Tensor1D;
  /** Row 0, `stride`, 2 · `stride` … of `[rows, columns]`. */
  everyNthRow(matrix: tf.Tensor2D, stride: number): tf.Tensor2D;
  /**
   * `(bytes − offset) · scale` of pictures, `[pictures, pixels]`, in single precision, so that anyone can repeat it to the last
   * bit.
   *
   * @param pictures [pixels] each, a byte a value
   * @param offset [pixels]
   * @param scale [pixels]; null where nothing is scaled
   */
  scaledPictures(
    pictures: readonly Uint8Array[],
    offset: Float32Array,
    scale: Float32Array | null,
  ): tf.Tensor2D;
}

const operationsOf = new WeakMap<tf.KernelBackend, FusedOperations>();

/** Registers a backend's own operations. Call this when the backend starts; without it, a backend uses the composed ones. */
export function registerFusedOperations(backend: tf.KernelBackend, operations: FusedOperations): void {
  operationsOf.set(backend, operations);
}

/** The operations of the present backend. */
export function fused(): FusedOperations {
  return operationsOf.get(tf.backend()) ?? composedOperations;
}

/** Turns the result of a backend's kernel into a tensor of the operation's type. */
export function asTensor<T extends tf.Tensor>(info: tf.TensorInfo, backend: tf.KernelBackend): T {
  return tf.engine().makeTensorFromTensorInfo(info, backend) as T;
}

type PlusScaled = FusedOperations['plusScaled'];

/** The optimizers' updates for a backend without kernels for them, composed of `plusScaled`. */
export function composedUpdates(
  plusScaled: PlusScaled,
): Pick<FusedOperations, 'momentumUpdate' | 'adamUpdate'> {
  return {
    momentumUpdate(weights, velocity, gradient, { rate, decayFactor, momentum, isNesterov }) {
      const newVelocity = plusScaled(gradient, velocity, momentum);
      const direction = isNesterov ? plusScaled(gradient, newVelocity, momentum) : newVelocity;
      return [plusScaled(weights, direction, -rate, decayFactor), newVelocity];
    },
    adamUpdate<T extends tf.Tensor>(weights: T, mean: T, square: T, gradient: T, rule: AdamRule): [T, T, T] {
      const { rate, decayFactor, meanDecay, squareDecay, rootFactor, epsilon } = rule;
      const newMean = plusScaled(mean, gradient, 1 - meanDecay, meanDecay);
      const newSquare = plusScaled(square, tf.square(gradient), 1 - squareDecay, squareDecay);
      const direction = tf.div<T>(newMean, tf.add(tf.mul(tf.sqrt(newSquare), rootFactor), epsilon));
      return [plusScaled(weights, direction, -rate, decayFactor), newMean, newSquare];
    },
  };
}

const composedPlusScaled: PlusScaled = (a, b, factor, ownFactor = 1) =>
  tf.add(ownFactor === 1 ? a : tf.mul(a, ownFactor), tf.mul(b, factor));

/** Composed of TensorFlow.js's own operations; these work on every backend. */
export const composedOperations: FusedOperations = {
  ...composedConvolutions,
  plusScaled: composedPlusScaled,
  ...composedUpdates(composedPlusScaled),

  keepWherePositive<T extends tf.Tensor>(values: T, mask: T, factor = 1): T {
    const kept = tf.mul<T>(values, tf.step(mask));
    return factor === 1 ? kept : tf.mul(kept, factor);
  },

  multiply: (a, b) => tf.mul(a, b),

  meanCrossEntropy: (logits, oneHotLabels) =>
    tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), oneHotLabels), 1))),

  crossEntropyGradient: (logits, oneHotLabels) =>
    tf.div(tf.sub(tf.softmax(logits), oneHotLabels), logits.shape[0]),

  // Row by row, because it is added in single precision: 368,640 squares in one go are off by more than 1e-5.
  squareSum: (matrix) => tf.sum<tf.Scalar>(tf.sum(tf.square(matrix), 1)),

  columnSums: (matrix) => tf.sum(matrix, 0),

  everyNthRow: (matrix, stride) => tf.stridedSlice(matrix, [0, 0], matrix.shape, [stride, 1]) as tf.Tensor2D,

  scaledPictures(pictures, offset, scale) {
    const values = new Float32Array(pictures.length * offset.length);
    pictures.forEach((picture, row) => {
      subtractOffset(picture, offset, values, row * offset.length);
    });
    if (scale) multiplyRows(values, scale);
    return tf.tensor2d(values, [pictures.length, offset.length]);
  },
};

function subtractOffset(
  picture: Uint8Array,
  offset: Float32Array,
  target: Float32Array,
  start: number,
): void {
  for (let pixel = 0; pixel < offset.length; pixel++) {
    // `?? 0` would cost a branch per pixel; both indices are in range by construction.
    target[start + pixel] = (picture[pixel] as number) - (offset[pixel] as number);
  }
}

function multiplyRows(values: Float32Array, scale: Float32Array): void {
  for (let row = 0; row < values.length; row += scale.length) {
    for (let pixel = 0; pixel < scale.length; pixel++) {
      values[row + pixel] = (values[row + pixel] as number) * (scale[pixel] as number);
    }
  }
}
