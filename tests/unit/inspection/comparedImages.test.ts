import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Interrupted, uninterrupted } from '../../../src/backend/interruption.ts';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { labelAt } from '../../../src/data/imageSet.ts';
import { excitingImages } from '../../../src/inspection/excitingImages.ts';
import { nearestImages } from '../../../src/inspection/nearestImages.ts';
import { receptiveField } from '../../../src/inspection/receptiveField.ts';
import { type CombiningLayer, stagesOf } from '../../../src/network/stages.ts';
import {
  averagingNetwork,
  comparedRange,
  expectNear,
  type InspectedNetwork,
  inputsOf,
  inspectedNetworks,
  inspectedPictures,
  withInspected,
} from '../../fixtures/inspectionReference.ts';

function layerNamed({ layers }: InspectedNetwork, name: string): CombiningLayer {
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

    it.each(inspectedNetworks)(
      'those that excite a filter or unit of the network $name are those that NumPy finds, and where in them',
      async (network) => {
        const { layers, expected } = network;
        for (const { layer: name, output, images } of expected.exciting) {
          const layer = layerNamed(network, name);
          const found = await withInspected(network, (evaluated) =>
            excitingImages(layer, output, comparedRange, evaluated, images.length, uninterrupted),
          );
          const before = layers.slice(0, layers.indexOf(layer) + 1);
          const places = found.map(({ image, row, column }) => {
            const { top, left, height, width } = receptiveField(before, { row, column, channel: output });
            return { image, row, column, area: [top, left, height, width] };
          });
          expect(places).toEqual(images.map(({ value: _, ...place }) => place));
          const values = images.map(({ value }) => value);
          expectNear(
            found.map(({ value }) => value),
            values,
            Math.max(...values.map(Math.abs)),
          );
        }
      },
    );

    it.each(inspectedNetworks)(
      'the nearest are those that NumPy finds by the last hidden layer of the network $name',
      async (network) => {
        for (const [picture, { nearest }] of network.expected.pictures.entries()) {
          const { compared, areInputs, images } = await withInspected(network, (evaluated) =>
            nearestImages(
              inputsOf(network, picture),
              comparedRange,
              evaluated,
              nearest.length,
              uninterrupted,
            ),
          );
          expect([compared, areInputs]).toEqual([
            comparedRange.end - comparedRange.first,
            network.layers.length === 1,
          ]);
          expect(images.map(({ image, label }) => [image, label])).toEqual(
            nearest.map(({ image }) => [image, labelAt(inspectedPictures, image)]),
          );
          const distances = nearest.map(({ distance }) => distance);
          expectNear(
            images.map(({ distance }) => distance),
            distances,
            Math.max(...distances),
          );
        }
      },
    );

    it('an output that the layer does not have is refused', async () => {
      await withInspected(averagingNetwork, async (evaluated) => {
        const layer = layerNamed(averagingNetwork, 'conv1');
        const asked = excitingImages(layer, 4, comparedRange, evaluated, 5, uninterrupted);
        await expect(asked).rejects.toThrow(RangeError);
      });
    });

    it('a command can interrupt the comparison, and nothing is left behind', async () => {
      const interruption = { afterMs: 0, isWanted: () => true, isAlive: () => {} };
      await withInspected(averagingNetwork, async (evaluated) => {
        const asked = nearestImages(inputsOf(averagingNetwork, 0), comparedRange, evaluated, 5, interruption);
        await expect(asked).rejects.toThrow(Interrupted);
        const layer = layerNamed(averagingNetwork, 'conv2');
        const exciting = excitingImages(layer, 0, comparedRange, evaluated, 5, interruption);
        await expect(exciting).rejects.toThrow(Interrupted);
      });
    });
  },
);
