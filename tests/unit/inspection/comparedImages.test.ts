import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Interrupted, uninterrupted } from '../../../src/backend/interruption.ts';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { labelAt, pictureAt } from '../../../src/data/imageSet.ts';
import { excitingImages } from '../../../src/inspection/excitingImages.ts';
import { nearestImages } from '../../../src/inspection/nearestImages.ts';
import { modelOf } from '../../../src/model/model.ts';
import { parametersFromWeights } from '../../../src/model/parameters.ts';
import { convolutionalNetwork } from '../../../src/network/convolutionalNetwork.ts';
import type { Network } from '../../../src/network/network.ts';
import { softmaxClassifier } from '../../../src/network/softmaxClassifier.ts';
import type { LayerSpec } from '../../../src/network/specification.ts';
import { type CombiningLayer, stagesOf } from '../../../src/network/stages.ts';
import { twoLayerNetwork } from '../../../src/network/twoLayerNetwork.ts';
import type { EvaluatedNetwork } from '../../../src/training/evaluatedNetwork.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';
import { drawnArrays } from '../../fixtures/drawnArrays.ts';
import { naiveOutputs } from '../../fixtures/naiveLayers.ts';
import { syntheticData } from '../../fixtures/syntheticData.ts';

const sizes = { hiddenUnits: 5, filters: 3, filters2: 4, filters3: 5, denseUnits: 6 };
const { testSet: images, scaling } = syntheticData();
const range = { images, first: 3, end: 11 };
const indices = Array.from({ length: range.end - range.first }, (_, row) => range.first + row);

function layersOf(network: Network): readonly LayerSpec[] {
  return network.layers({ ...articleHyperparameters, ...sizes });
}

function inputsOf(image: number): number[] {
  return Array.from(pictureAt(images, image), (byte, pixel) => byte - (scaling.offset[pixel] ?? 0));
}

/** Of the layer at that place, for an image, in double precision; −1 for the inputs. */
function referenceAt(layers: readonly LayerSpec[], place: number, image: number): readonly number[] {
  const before = layers.slice(0, place + 1);
  return naiveOutputs(before, inputsOf(image), drawnArrays(layers)).at(-1) ?? inputsOf(image);
}

async function withNetwork<Result>(
  layers: readonly LayerSpec[],
  work: (network: EvaluatedNetwork) => Promise<Result>,
): Promise<Result> {
  const model = modelOf(layers);
  const before = tf.memory().numTensors;
  const parameters = parametersFromWeights(model, drawnArrays(layers));
  const result = await work({ model, parameters, scaling, views: 'one' });
  tf.dispose(parameters);
  expect(tf.memory().numTensors).toBe(before);
  return result;
}

function layerNamed(layers: readonly LayerSpec[], name: string): CombiningLayer {
  const layer = stagesOf(layers).find(({ first }) => first.name === name)?.first;
  if (!layer) throw new Error(`there is no layer ${name}`);
  return layer;
}

describe.each(['cpu', 'wasm'])(
  'images compared by what layers make of them, on the backend %s',
  (backend) => {
    beforeAll(async () => {
      if (backend === 'wasm') await startWasm(1);
      await tf.setBackend(backend);
    });

    it.each([
      ['conv2', 3, layersOf(convolutionalNetwork)],
      ['hidden', 2, layersOf(twoLayerNetwork)],
    ] as const)(
      'those that excite %s, output %d, have its largest sums, at these places',
      async (...which) => {
        const [name, output, layers] = which;
        const layer = layerNamed(layers, name);
        const found = await withNetwork(layers, (network) =>
          excitingImages(layer, output, range, network, 5, uninterrupted),
        );
        const count = layer.output.at(-1) ?? 1;
        const width = layer.output.length === 3 ? (layer.output[1] ?? 1) : 1;
        const expected = indices.map((image) => {
          const map = referenceAt(layers, layers.indexOf(layer), image).filter(
            (_, index) => index % count === output,
          );
          const value = Math.max(...map);
          const place = map.indexOf(value);
          return { image, value, row: Math.trunc(place / width), column: place % width };
        });
        expected.sort((a, b) => b.value - a.value);
        expect(found.map(({ image, row, column }) => [image, row, column])).toEqual(
          expected.slice(0, 5).map(({ image, row, column }) => [image, row, column]),
        );
        for (const [place, { value }] of found.entries()) {
          const reference = expected[place]?.value ?? Number.NaN;
          expect(Math.abs(value - reference) / Math.abs(reference)).toBeLessThan(1e-4);
        }
      },
    );

    it('an output that the layer does not have is refused', async () => {
      const layers = layersOf(convolutionalNetwork);
      await withNetwork(layers, async (network) => {
        const asked = excitingImages(layerNamed(layers, 'conv1'), 3, range, network, 5, uninterrupted);
        await expect(asked).rejects.toThrow(RangeError);
      });
    });

    it('a command can interrupt the comparison, and nothing is left behind', async () => {
      const layers = layersOf(convolutionalNetwork);
      const interruption = { afterMs: 0, isWanted: () => true, isAlive: () => {} };
      await withNetwork(layers, async (network) => {
        const inputs = Float32Array.from(inputsOf(20));
        const asked = nearestImages(inputs, range, network, 5, interruption);
        await expect(asked).rejects.toThrow(Interrupted);
        const layer = layerNamed(layers, 'conv2');
        await expect(excitingImages(layer, 0, range, network, 5, interruption)).rejects.toThrow(Interrupted);
      });
    });

    it.each([
      ['convolutional', layersOf(convolutionalNetwork)],
      ['two-layer', layersOf(twoLayerNetwork)],
      ['softmax', layersOf(softmaxClassifier)],
    ] as const)('the nearest are those of the last hidden layer of the %s network', async (_, layers) => {
      const picture = 20;
      const {
        compared,
        areInputs,
        images: near,
      } = await withNetwork(layers, (network) =>
        nearestImages(Float32Array.from(inputsOf(picture)), range, network, 5, uninterrupted),
      );
      expect([compared, areInputs]).toEqual([indices.length, layers.length === 1]);
      const hidden = referenceAt(layers, layers.length - 2, picture);
      const expected = indices
        .map((image) => {
          const other = referenceAt(layers, layers.length - 2, image);
          return {
            image,
            distance: Math.hypot(...hidden.map((value, index) => value - (other[index] ?? 0))),
          };
        })
        .sort((a, b) => a.distance - b.distance)
        .slice(0, 5);
      expect(near.map(({ image }) => image)).toEqual(expected.map(({ image }) => image));
      for (const [place, { image, label, distance }] of near.entries()) {
        const reference = expected[place]?.distance ?? Number.NaN;
        expect(Math.abs(distance - reference) / reference).toBeLessThan(1e-4);
        expect(label).toBe(labelAt(images, image));
      }
    });
  },
);
