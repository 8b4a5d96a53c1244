import { imagePixels } from '../data/cifar10.ts';
import { maxQuantizedSteps, type Whitening } from '../input/inputScaling.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';
import type { KerasLayer } from './kerasLayers.ts';

/** What is added so that no whitened value in steps is negative; the half makes cutting off the fraction rounding. */
const zero = maxQuantizedSteps + 1;
const largest = zero + maxQuantizedSteps;
const settings = { trainable: false, dtype: 'float32' };

/**
 * Layers that whiten standardized inputs as the page does. Keras has no layer that rounds; an embedding converts its inputs to
 * integers, which cuts off their fractions, and looks these up.
 */
export const whiteningLayers: readonly KerasLayer[] = [
  {
    class_name: 'Dense',
    config: {
      name: 'inputs/whiten',
      units: imagePixels,
      activation: 'linear',
      use_bias: true,
      ...settings,
    },
  },
  { class_name: 'ReLU', config: { name: 'inputs/clip', max_value: largest, ...settings } },
  {
    class_name: 'Embedding',
    config: {
      name: 'inputs/round',
      input_dim: largest + 1,
      output_dim: 1,
      mask_zero: false,
      ...settings,
    },
  },
  {
    class_name: 'Flatten',
    config: { name: 'inputs/flatten', data_format: 'channels_last', ...settings },
  },
];

/** The weights of these layers. */
export function whiteningArrays({ matrix, step }: Whitening): readonly NamedArray[] {
  return [
    {
      name: 'inputs/whiten/kernel',
      shape: [imagePixels, imagePixels],
      values: matrix.map((value) => value / step),
    },
    {
      name: 'inputs/whiten/bias',
      shape: [imagePixels],
      values: new Float32Array(imagePixels).fill(zero + 0.5),
    },
    {
      name: 'inputs/round/embeddings',
      shape: [largest + 1, 1],
      values: Float32Array.from(
        { length: largest + 1 },
        (_, index) => step * Math.max(-maxQuantizedSteps, index - zero),
      ),
    },
  ];
}
