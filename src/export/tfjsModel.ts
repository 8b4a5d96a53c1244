import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { InputRecipe } from '../input/inputScaling.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';
import { describeCheckpoint, fileStem } from './describeCheckpoint.ts';
import type { ExportedFile } from './exportedFile.ts';
import { type LayerWeights, layerWeights } from './layerWeights.ts';

/**
 * The two files that `tf.loadLayersModel` opens: a Sequential of Dense layers from pixels minus pixel mean to logits. The
 * pixel mean is in the model's user-defined metadata.
 *
 * Written by hand in the layers model format (https://www.tensorflow.org/js/guide/save_load), for the app itself carries no
 * layers API.
 */
export function tfjsModel(checkpoint: Checkpoint, recipe: InputRecipe): ExportedFile[] {
  const { summary, weights } = checkpoint;
  const stem = fileStem(summary);
  const weightsName = `${stem}.weights.bin`;
  const layers = layerWeights(weights);
  const arrays = layers.flatMap(denseArrays);
  const model = {
    format: 'layers-model',
    generatedBy: 'CIFAR-10 in a tab',
    convertedBy: null,
    modelTopology: {
      class_name: 'Sequential',
      config: { name: summary.network.replaceAll('-', '_'), layers: layers.map(denseConfig) },
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

function denseConfig(
  { name, inputs, outputs }: LayerWeights,
  index: number,
  layers: readonly LayerWeights[],
) {
  const isLast = index === layers.length - 1;
  return {
    class_name: 'Dense',
    config: {
      name,
      units: outputs,
      activation: isLast ? 'linear' : 'relu',
      use_bias: true,
      trainable: true,
      dtype: 'float32',
      ...(index === 0 ? { batch_input_shape: [null, inputs] } : {}),
    },
  };
}

function denseArrays({ name, weights, biases }: LayerWeights): NamedArray[] {
  return [
    { ...weights, name: `${name}/kernel` },
    { ...biases, name: `${name}/bias` },
  ];
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
