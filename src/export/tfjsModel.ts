import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { InputRecipe } from '../input/inputScaling.ts';
import { joined } from '../tensorFiles/joined.ts';
import { bytesOf, type NamedArray } from '../tensorFiles/namedArray.ts';
import { valuesInFile } from './arrayForm.ts';
import { describeCheckpoint, fileStem } from './describeCheckpoint.ts';
import type { ExportedFile } from './exportedFile.ts';
import { kerasLayers } from './kerasLayers.ts';
import { whiteningArrays, whiteningLayers } from './kerasWhitening.ts';
import { layerForms, layouts, placedLayers } from './layouts.ts';
import { layersOf, networkWeights, valuesNamed } from './networkWeights.ts';
import { tfjsInputDescription } from './preprocessing.ts';

/**
 * The two files that `tf.loadLayersModel` opens: a Sequential of Keras layers from centred or standardized pixels to logits. The
 * mean and the scale are in the model's user-defined metadata; a whitening matrix is its first layer.
 *
 * Written by hand in the layers model format (https://www.tensorflow.org/js/guide/save_load), because the app does not include
 * the layers API.
 */
export function tfjsModel(checkpoint: Checkpoint, recipe: InputRecipe): ExportedFile[] {
  const { summary } = checkpoint;
  const stem = fileStem(summary);
  const weightsName = `${stem}.weights.bin`;
  const { whitening } = recipe;
  const layers = kerasLayers(layersOf(summary), whitening ? whiteningLayers : []);
  const arrays = [...(whitening ? whiteningArrays(whitening) : []), ...kerasArrays(checkpoint)];
  const model = {
    format: 'layers-model',
    generatedBy: 'CIFAR-10 in a tab',
    convertedBy: null,
    modelTopology: {
      class_name: 'Sequential',
      config: { name: summary.network.replaceAll('-', '_'), layers },
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
      ...describeCheckpoint(checkpoint),
      input: tfjsInputDescription(recipe),
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
    { name: weightsName, mediaType: 'application/octet-stream', bytes: joined(arrays.map(bytesOf)) },
  ];
}

/** The weights under Keras's names. */
function kerasArrays(checkpoint: Checkpoint): NamedArray[] {
  const weights = networkWeights(checkpoint);
  return placedLayers(layersOf(checkpoint.summary)).flatMap((placed) =>
    layerForms(placed, layouts.keras).map((form) => ({
      name: `${placed.layer.name}/${form.name}`,
      shape: form.shape,
      values: valuesInFile(form, valuesNamed(form.array, weights)),
    })),
  );
}
