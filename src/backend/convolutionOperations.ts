import * as tf from '@tensorflow/tfjs-core';

/** Where windows lie: with `same`, outputs are as many as inputs per stride, and zeros surround the inputs (as in TensorFlow). */
export type Padding = 'same' | 'valid';

/** A convolution, and what a backend can compute together with it, in this order. */
export interface Convolution {
  readonly stride: number;
  readonly padding: Padding;
  /** Max pooling of 2 × 2 values; an odd last row or column is left out. */
  readonly isPooled: boolean;
  /** ReLU, after biases and pooling. */
  readonly isRectified: boolean;
}

export interface ConvolutionForward {
  /** [batch, height, width, filters] */
  readonly outputs: tf.Tensor4D;
  /** What `convolutionGradients` needs besides inputs and outputs. */
  readonly kept: readonly tf.Tensor[];
}

export interface ConvolutionPass extends ConvolutionForward {
  /** [batch, height, width, channels] */
  readonly inputs: tf.Tensor4D;
  /** The loss’s derivative with respect to the outputs, in their shape. */
  readonly byOutputs: tf.Tensor4D;
}

/** The derivatives that are wanted. */
export interface ConvolutionWants {
  readonly inputs: boolean;
  readonly filters: boolean;
  readonly biases: boolean;
}

/** The loss’s derivatives; null where they are not wanted. */
export interface ConvolutionGradients {
  readonly byInputs: tf.Tensor4D | null;
  readonly byFilters: tf.Tensor4D | null;
  readonly byBiases: tf.Tensor1D | null;
}

export type Activation = 'linear' | 'relu' | 'gelu';

/** A batch normalization and the activation after it. */
export interface Normalization {
  /** Added to the variance. */
  readonly epsilon: number;
  readonly activation: Activation;
}

/** Mean and variance of each channel over the batch and all positions, [channels]; the variance is divided by the count. */
export interface Moments {
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
}

export interface NormalizationPass extends Moments {
  readonly inputs: tf.Tensor;
  readonly outputs: tf.Tensor;
  readonly byOutputs: tf.Tensor;
}

/** The operations of convolutional networks. Images have their channels last: [batch, height, width, channels]. */
export interface ConvolutionOperations {
  /** Images [batch, channels · side · side], one plane after another as in CIFAR-10’s records → [batch, side, side, channels]. */
  channelsLast(images: tf.Tensor2D, side: number, channels: number): tf.Tensor4D;
  /**
   * `activation(pooled(inputs ⊛ filters + biases))`
   *
   * @param filters [height, width, channels, filters]
   * @param biases [filters]; null where there are none
   */
  convolve(
    inputs: tf.Tensor4D,
    filters: tf.Tensor4D,
    biases: tf.Tensor1D | null,
    convolution: Convolution,
  ): ConvolutionForward;
  convolutionGradients(
    pass: ConvolutionPass,
    filters: tf.Tensor4D,
    convolution: Convolution,
    wants: ConvolutionWants,
  ): ConvolutionGradients;
  /**
   * `activation((inputs − mean) / √(variance + epsilon) + offset)` with the moments of the inputs (Ioffe and Szegedy, “Batch
   * Normalization” (2015), without a trained scale).
   *
   * @param inputs [batch, …, channels]
   * @param offset [channels]
   */
  normalize(
    inputs: tf.Tensor,
    offset: tf.Tensor1D,
    normalization: Normalization,
  ): Moments & { readonly outputs: tf.Tensor };
  /** The same with given moments. */
  normalizeBy(
    inputs: tf.Tensor,
    moments: Moments,
    offset: tf.Tensor1D,
    normalization: Normalization,
  ): tf.Tensor;
  normalizationGradients(
    pass: NormalizationPass,
    offset: tf.Tensor1D,
    normalization: Normalization,
    wantsInputs: boolean,
  ): { readonly byInputs: tf.Tensor | null; readonly byOffset: tf.Tensor1D };
  /** `x · Φ(x)`, Φ the distribution function of the normal distribution (Hendrycks and Gimpel, 2016; not the tanh approximation). */
  gelu<T extends tf.Tensor>(inputs: T): T;
  /** `byOutputs · (Φ(x) + x · φ(x))` */
  geluGradient<T extends tf.Tensor>(inputs: T, byOutputs: T): T;
}

const pooled = { filterSize: 2, strides: 2, pad: 'valid' } as const;

/** Composed of TensorFlow.js’s own operations; these work on every backend. */
export const composedConvolutions: ConvolutionOperations = {
  channelsLast: (images, side, channels) =>
    tf.transpose(tf.reshape(images, [-1, channels, side, side]), [0, 2, 3, 1]),

  convolve(inputs, filters, biases, { stride, padding, isPooled, isRectified }) {
    const sums = tf.conv2d(inputs, filters, stride, padding);
    const biased = biases ? tf.add<tf.Tensor4D>(sums, biases) : sums;
    const largest = isPooled ? tf.maxPool(biased, pooled.filterSize, pooled.strides, pooled.pad) : biased;
    return { outputs: isRectified ? tf.relu(largest) : largest, kept: isPooled ? [biased, largest] : [] };
  },

  convolutionGradients({ inputs, outputs, kept, byOutputs }, filters, convolution, wants) {
    const { stride: strides, padding: pad, isRectified } = convolution;
    const byLargest = isRectified ? tf.mul<tf.Tensor4D>(byOutputs, tf.step(outputs)) : byOutputs;
    const bySums = unpooled(byLargest, kept);
    const attributes = { strides, pad, dataFormat: 'NHWC' };
    return {
      byInputs: wants.inputs
        ? runKernel(
            tf.Conv2DBackpropInput,
            { dy: bySums, filter: filters },
            { ...attributes, inputShape: inputs.shape },
          )
        : null,
      byFilters: wants.filters
        ? runKernel(
            tf.Conv2DBackpropFilter,
            { x: inputs, dy: bySums },
            { ...attributes, filterShape: filters.shape },
          )
        : null,
      byBiases: wants.biases ? tf.sum<tf.Tensor1D>(columnsOf(byLargest), 0) : null,
    };
  },

  normalize(inputs, offset, normalization) {
    const { mean, variance } = tf.moments(columnsOf(inputs), 0);
    const moments = { mean: mean as tf.Tensor1D, variance: variance as tf.Tensor1D };
    return { ...moments, outputs: this.normalizeBy(inputs, moments, offset, normalization) };
  },

  normalizeBy(inputs, { mean, variance }, offset, { epsilon, activation }) {
    return activated(
      tf.add(tf.mul(tf.sub(inputs, mean), inverseDeviation(variance, epsilon)), offset),
      activation,
    );
  },

  normalizationGradients(pass, offset, { epsilon, activation }, wantsInputs) {
    const { inputs, outputs, mean, variance, byOutputs } = pass;
    const factor = inverseDeviation(variance, epsilon);
    const normalized = columnsOf(tf.mul(tf.sub(inputs, mean), factor));
    const bySums = columnsOf(byActivated(byOutputs, outputs, tf.add(normalized, offset), activation));
    const byOffset = tf.sum<tf.Tensor1D>(bySums, 0);
    if (!wantsInputs) return { byInputs: null, byOffset };
    // ∂L/∂x = (g − mean(g) − x̂ · mean(g · x̂)) / √(variance + ε), with g the derivative by the normalized inputs x̂.
    const alongNormalized = tf.mul(normalized, tf.mean(tf.mul(bySums, normalized), 0));
    const centred = tf.sub(tf.sub(bySums, tf.mean(bySums, 0)), alongNormalized);
    return { byInputs: tf.reshape(tf.mul(centred, factor), inputs.shape), byOffset };
  },

  gelu: (inputs) => tf.mul(inputs, normalDistribution(inputs)),

  geluGradient(inputs, byOutputs) {
    const density = tf.mul(tf.exp(tf.mul(tf.square(inputs), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return tf.mul(byOutputs, tf.add(normalDistribution(inputs), tf.mul(inputs, density)));
  },
};

/** Φ(x) = (1 + erf(x / √2)) / 2 */
function normalDistribution(inputs: tf.Tensor): tf.Tensor {
  return tf.mul(tf.add(tf.erf(tf.mul(inputs, Math.SQRT1_2)), 1), 0.5);
}

function inverseDeviation(variance: tf.Tensor1D, epsilon: number): tf.Tensor1D {
  return tf.rsqrt(tf.add(variance, epsilon));
}

function activated(sums: tf.Tensor, activation: Activation): tf.Tensor {
  if (activation === 'relu') return tf.relu(sums);
  return activation === 'gelu' ? composedConvolutions.gelu(sums) : sums;
}

function byActivated(
  byOutputs: tf.Tensor,
  outputs: tf.Tensor,
  sums: tf.Tensor,
  activation: Activation,
): tf.Tensor {
  if (activation === 'relu') return tf.mul(byOutputs, tf.step(outputs));
  if (activation === 'linear') return byOutputs;
  return composedConvolutions.geluGradient(tf.reshape(sums, byOutputs.shape), byOutputs);
}

/** @param kept of a pooled convolution: what was pooled, and the result */
function unpooled(byLargest: tf.Tensor4D, [input, output]: readonly tf.Tensor[]): tf.Tensor4D {
  if (!input || !output) return byLargest;
  return runKernel(tf.MaxPoolGrad, { dy: byLargest, input, output }, { ...pooled });
}

function columnsOf(tensor: tf.Tensor): tf.Tensor2D {
  return tf.reshape(tensor, [-1, tensor.shape.at(-1) ?? 1]);
}

function runKernel(name: string, inputs: tf.NamedTensorMap, attributes: tf.NamedAttrMap): tf.Tensor4D {
  return tf.engine().runKernel<tf.Tensor4D>(name, inputs, attributes);
}
