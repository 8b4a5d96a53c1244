import { type ByKind, byKind, type LayerSpec, type Spec } from '../network/specification.ts';

/** A layer in Keras's format. */
export interface KerasLayer {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * The network as the layers of a Keras Sequential. The first one has the shape of the inputs; ReLU and GELU become the activation
 * of a dense layer or a convolution before them.
 *
 * @param inputLayers come before the network, and change its inputs, but not their shape
 */
export function kerasLayers(
  layers: readonly LayerSpec[],
  inputLayers: readonly KerasLayer[] = [],
): readonly KerasLayer[] {
  const result: KerasLayer[] = [...inputLayers];
  for (const layer of layers) {
    const before = result.at(-1);
    const isActivation = layer.kind === 'relu' || layer.kind === 'gelu';
    if (isActivation && before && 'activation' in before.config) {
      result.splice(-1, 1, { ...before, config: { ...before.config, activation: layer.kind } });
    } else {
      result.push(...byKind(kerasLayersOf, layer));
    }
  }
  return result.map(({ class_name, config }, place) => ({
    class_name,
    config: place === 0 ? { ...config, batch_input_shape: [null, ...(layers[0]?.input ?? [])] } : config,
  }));
}

const dtype = 'float32';

/** Empty for layers that have no part in a trained network. */
const kerasLayersOf: ByKind<readonly KerasLayer[]> = {
  dense: ({ name, output: [units] }) => [
    keras('Dense', { name, units, activation: 'linear', use_bias: true, trainable: true, dtype }),
  ],
  relu: ({ name }) => [keras('Activation', { name, activation: 'relu', dtype })],
  gelu: ({ name }) => [keras('Activation', { name, activation: 'gelu', dtype })],
  dropout: () => [],
  // Records are planes, and Keras's images have their channels last.
  image: ({ name, output: [height, width, channels] }) => [
    keras('Reshape', { name: `${name}/planes`, target_shape: [channels, height, width], dtype }),
    keras('Permute', { name, dims: [2, 3, 1], dtype }),
  ],
  convolution: (layer) => [convolutionOf(layer, layer.hasBiases)],
  whitening: (layer) => [convolutionOf(layer, false)],
  batchNormalization: ({ name, epsilon, momentum }) => [
    keras('BatchNormalization', {
      name,
      axis: -1,
      epsilon,
      // Keras's momentum is the share of the running statistics that is kept.
      momentum: 1 - momentum,
      center: true,
      scale: false,
      trainable: true,
      dtype,
    }),
  ],
  maxPooling: ({ name, size }) => [keras('MaxPooling2D', { name, ...windows(size), dtype })],
  averagePooling: ({ name, size }) => [keras('AveragePooling2D', { name, ...windows(size), dtype })],
  globalMaxPooling: ({ name }) => [
    keras('GlobalMaxPooling2D', { name, data_format: 'channels_last', dtype }),
  ],
  globalAveragePooling: ({ name }) => [
    keras('GlobalAveragePooling2D', { name, data_format: 'channels_last', dtype }),
  ],
  flatten: ({ name }) => [keras('Flatten', { name, data_format: 'channels_last', dtype })],
};

function keras(className: string, config: Readonly<Record<string, unknown>>): KerasLayer {
  return { class_name: className, config };
}

function convolutionOf(
  { kind, name, size, stride, padding, output: [, , filters] }: Spec<'convolution'> | Spec<'whitening'>,
  hasBiases: boolean,
): KerasLayer {
  return keras('Conv2D', {
    name,
    filters,
    kernel_size: [size, size],
    strides: [stride, stride],
    padding,
    data_format: 'channels_last',
    dilation_rate: [1, 1],
    activation: 'linear',
    use_bias: hasBiases,
    trainable: kind === 'convolution',
    dtype,
  });
}

function windows(size: number): Readonly<Record<string, unknown>> {
  return {
    pool_size: [size, size],
    strides: [size, size],
    padding: 'valid',
    data_format: 'channels_last',
  };
}
