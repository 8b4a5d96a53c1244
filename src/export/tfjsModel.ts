import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { InputRecipe } from '../input/inputScaling.ts';
import { type ByKind, byKind, type LayerSpec } from '../network/specification.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';
import { describeCheckpoint, fileStem } from './describeCheckpoint.ts';
import type { ExportedFile } from './exportedFile.ts';
import { layersOf, weightsOf } from './networkWeights.ts';

/**
 * The two files that `tf.loadLayersModel` opens: a Sequential of Keras layers from pixels minus pixel mean to logits. The
 * pixel mean is in the model's user-defined metadata.
 *
 * Written by hand in the layers model format (https://www.tensorflow.org/js/guide/save_load), because the app does not include
 * the layers API.
 */
export function tfjsModel(checkpoint: Checkpoint, recipe: InputRecipe): ExportedFile[] {
  const { summary, weights } = checkpoint;
  const layers = layersOf(summary);
  const stem = fileStem(summary);
  const weightsName = `${stem}.weights.bin`;
  const arrays = layers.flatMap((layer) => kerasArrays(layer, weights));
  const model = {
    format: 'layers-model',
    generatedBy: 'CIFAR-10 in a tab',
    convertedBy: null,
    modelTopology: {
      class_name: 'Sequential',
      config: { name: summary.network.replaceAll('-', '_'), layers: kerasLayers(layers) },
      keras_version: 'tfjs-layers 4.22.0',
      backend: 'tensor_flow.js',
    },
    weightsManifest: [
      {
        paths: [weightsName],
        weights: arrays.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })),
      },
    ],
    userDefinedMetadata: {
      ...describeCheckpoint(checkpoint, recipe),
      pixelMean: [...recipe.pixelMean],
      ...(recipe.pixelScale ? { pixelScale: [...recipe.pixelScale] } : {}),
    },
  };
  return [
    {
      name: `${stem}.json`,
      mediaType: 'application/json',
      bytes: new TextEncoder().encode(JSON.stringify(model)),
    },
    { name: weightsName, mediaType: 'application/octet-stream', bytes: joined(arrays) },
  ];
}

/** A layer in Keras's format. */
interface KerasLayer {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Null for layers that have no part in a trained network. */
const kerasLayer: ByKind<KerasLayer | null> = {
  dense: ({ name, output: [units] }) => ({
    class_name: 'Dense',
    config: { name, units, activation: 'linear', use_bias: true, trainable: true, dtype: 'float32' },
  }),
  relu: ({ name }) => ({ class_name: 'Activation', config: { name, activation: 'relu', dtype: 'float32' } }),
  dropout: () => null,
};

/** The first layer has the shape of the inputs; a ReLU becomes the activation of the dense layer before it. */
function kerasLayers(layers: readonly LayerSpec[]): KerasLayer[] {
  const result: KerasLayer[] = [];
  for (const layer of layers) {
    const written = byKind(kerasLayer, layer);
    const before = result.at(-1);
    if (layer.kind === 'relu' && before?.class_name === 'Dense') {
      result.splice(-1, 1, { ...before, config: { ...before.config, activation: 'relu' } });
    } else if (written) result.push(written);
  }
  return result.map(({ class_name, config }, place) => ({
    class_name,
    config: place === 0 ? { ...config, batch_input_shape: [null, ...(layers[0]?.input ?? [])] } : config,
  }));
}

/** Keras's names for the arrays of each kind of layer, in the layer's order. */
const kerasNames: ByKind<readonly string[]> = {
  dense: () => ['kernel', 'bias'],
  relu: () => [],
  dropout: () => [],
};

function kerasArrays(layer: LayerSpec, arrays: readonly NamedArray[]): NamedArray[] {
  const names = byKind(kerasNames, layer);
  return weightsOf(layer, arrays).map((array, place) => ({
    ...array,
    name: `${layer.name}/${names[place]}`,
  }));
}

function joined(arrays: readonly NamedArray[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(arrays.reduce((total, { values }) => total + values.byteLength, 0));
  let offset = 0;
  for (const { values } of arrays) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset);
    offset += values.byteLength;
  }
  return bytes;
}
