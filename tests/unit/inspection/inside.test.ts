import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { imagePixels } from '../../../src/data/cifar10.ts';
import { mapsOf, type Place } from '../../../src/inspection/featureMaps.ts';
import { type LayerValues, layerValues, outputWeights } from '../../../src/inspection/layerOutputs.ts';
import { receptiveField } from '../../../src/inspection/receptiveField.ts';
import { traced } from '../../../src/inspection/tracedValues.ts';
import { contributions, windowAt } from '../../../src/inspection/windows.ts';
import { modelOf } from '../../../src/model/model.ts';
import { parametersFromWeights } from '../../../src/model/parameters.ts';
import { convolutionalNetwork } from '../../../src/network/convolutionalNetwork.ts';
import type { Network } from '../../../src/network/network.ts';
import { recordNetwork } from '../../../src/network/recordNetwork.ts';
import type { LayerSpec } from '../../../src/network/specification.ts';
import { twoLayerNetwork } from '../../../src/network/twoLayerNetwork.ts';
import { seenStages } from '../../../src/ui/inspect/inside/insideLayers.ts';
import { channelName, mapsText, placeText, stepText, valueText } from '../../../src/ui/words/outputValues.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';
import { drawn, drawnArrays } from '../../fixtures/drawnArrays.ts';
import {
  expectDigest,
  inputsOf,
  inspectedNetworks,
  withInspected,
} from '../../fixtures/inspectionReference.ts';

const sizes = { hiddenUnits: 5, filters: 3, filters2: 4, filters3: 5, denseUnits: 6, width: 3 };
const networks: readonly (readonly [string, readonly LayerSpec[]])[] = [
  ['two-layer', layersOf(twoLayerNetwork)],
  ['convolutional', layersOf(convolutionalNetwork)],
  ['record, with 2 × 2 patches', layersOf(recordNetwork, { activation: 'relu' })],
  ['record, with 4 × 4 patches', layersOf(recordNetwork, { activation: 'relu', patchSize: 4 })],
];

function layersOf(network: Network, others: object = {}): readonly LayerSpec[] {
  return network.layers({ ...articleHyperparameters, ...sizes, ...others });
}

describe.each(['cpu', 'wasm'])('inside a network, on the backend %s', (backend) => {
  beforeAll(async () => {
    if (backend === 'wasm') await startWasm(1);
    await tf.setBackend(backend);
  });

  it.each(inspectedNetworks)(
    'every layer of the network $name has the outputs that NumPy computes',
    async (network) => {
      for (const [picture, { outputs: expected }] of network.expected.pictures.entries()) {
        const { outputs } = await withInspected(network, ({ model, parameters }) =>
          layerValues(inputsOf(network, picture), model, parameters),
        );
        expect(outputs).toHaveLength(expected.length);
        for (const [place, digest] of expected.entries()) expectDigest(outputs[place], digest);
      }
    },
  );
});

async function seen(layers: readonly LayerSpec[]): Promise<LayerValues> {
  const model = modelOf(layers);
  const before = tf.memory().numTensors;
  const parameters = parametersFromWeights(model, drawnArrays(layers));
  const values = await layerValues(drawn(imagePixels, 99), model, parameters);
  tf.dispose(parameters);
  expect(tf.memory().numTensors).toBe(before);
  return values;
}

describe('one value of a layer', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  it.each(networks)(
    'of the %s network is the sum of what its channels add, and its bias',
    async (_, layers) => {
      const values = await seen(layers);
      const parameters = parametersFromWeights(modelOf(layers), drawnArrays(layers));
      for (const stage of seenStages(layers, values) ?? []) {
        for (const end of placesIn(stage.shape)) {
          const steps = traced(stage.layers, stage.outputs, end);
          const [sum] = steps;
          if (!sum) throw new Error('nothing was traced');
          const weights = await outputWeights(stage.first, sum.place.channel, parameters);
          const window = windowAt(layers, stage.place, stage.inputs, weights, sum.place);
          const added = contributions(window).reduce((total, part) => total + part.sum, weights.bias);
          const scale = stage.first.kind === 'dense' ? stage.first.outputScale : 1;
          expect(Math.abs(scale * added - sum.value) / Math.max(1, Math.abs(sum.value))).toBeLessThan(1e-4);
          // Its way leads to the value that was asked for.
          const { width, count } = mapsOf(stage.shape);
          const index = (end.row * width + end.column) * count + end.channel;
          expect(steps.at(-1)?.value).toBe(stage.outputs.at(-1)?.[index]);
        }
      }
      tf.dispose(parameters);
    },
  );

  it('is the largest of the window where it was pooled', async () => {
    const [, layers] = networks[1] ?? ['', []];
    const values = await seen(layers);
    const [stage] = seenStages(layers, values) ?? [];
    if (!stage) throw new Error('there is no stage');
    const steps = traced(stage.layers, stage.outputs, { row: 3, column: 5, channel: 1 });
    expect(steps.map(({ layer }) => layer.kind)).toEqual(['convolution', 'relu', 'maxPooling']);
    const [before, , pooled] = steps;
    expect([6, 7]).toContain(before?.place.row);
    expect([10, 11]).toContain(before?.place.column);
    expect(Math.max(0, before?.value ?? 0)).toBe(pooled?.value);
  });

  it.each(networks)(
    'of the %s network depends on its receptive field and nothing else',
    async (_, layers) => {
      const model = modelOf(layers);
      const parameters = parametersFromWeights(model, drawnArrays(layers));
      const inputs = drawn(imagePixels, 99);
      const places = [
        { row: 0, column: 0 },
        { row: 5, column: 6 },
        { row: 9, column: 2 },
      ];
      const combining = layers.findIndex(({ kind }) => ['dense', 'convolution', 'whitening'].includes(kind));
      const second = layers.findIndex((layer, place) => place > combining && layer.kind === 'convolution');
      for (const layer of [combining, second].filter((place) => place >= 0)) {
        const outputAt = async (changed: Float32Array, { row, column }: Omit<Place, 'channel'>) => {
          const { outputs } = await layerValues(changed, model, parameters);
          const { width, count } = mapsOf(layers[layer]?.output ?? []);
          const start = (row * width + column) * count;
          return [...(outputs[layer]?.subarray(start, start + count) ?? [])];
        };
        for (const wanted of layers[layer]?.kind === 'dense' ? [{ row: 0, column: 0 }] : places) {
          const field = receptiveField(layers.slice(0, layer + 1), { ...wanted, channel: 0 });
          const before = await outputAt(inputs, wanted);
          const isOutside = (_: number, pixel: number) => {
            const [row, column] = [Math.trunc((pixel % 1024) / 32), pixel % 32];
            const inRows = row >= field.top && row < field.top + field.height;
            return !inRows || column < field.left || column >= field.left + field.width;
          };
          const outside = inputs.map((value, pixel) => (isOutside(value, pixel) ? value + 0.5 : value));
          expect(await outputAt(outside, wanted)).toEqual(before);
          for (const corner of [
            32 * field.top + field.left,
            32 * (field.top + field.height - 1) + field.left + field.width - 1,
          ]) {
            // Far enough to be the largest of any window.
            for (const change of [50, -50]) {
              const inside = inputs.slice();
              inside[corner] = change;
              if (String(await outputAt(inside, wanted)) !== String(before)) break;
              expect(change).toBe(50);
            }
          }
        }
      }
      tf.dispose(parameters);
    },
  );

  it('is told with the layer, the filter and the place', () => {
    expect(placeText('conv1', { row: 7, column: 12, channel: 5 }, [16, 16, 32])).toBe(
      'Filter 5 of convolution 1, at row 7 and column 12 of its map, all counted from 0.',
    );
    expect(placeText('hidden', { row: 0, column: 0, channel: 5 }, [120])).toMatch(
      /^Unit 5 of the hidden layer,/,
    );
    expect([mapsText([16, 16, 32]), mapsText([120])]).toEqual(['32 feature maps of 16 × 16', '120 values']);
    const [, layers] = networks[1] ?? ['', []];
    const named = (kind: string) => layers.findIndex((layer) => layer.kind === kind);
    expect(channelName(layers, named('convolution'), 2)).toBe('blue');
    expect(channelName(layers, named('dense'), 4)).toBe('map 4');
    expect(channelName(layers, layers.length - 1, 4)).toBe('unit 4');
    expect(stepText(layers[named('maxPooling')] ?? never())).toBe('Max pooling: the largest of 2 × 2');
    expect([1.23456, -0.000051234, -0].map(valueText)).toEqual(['1.235', '−0.00005123', '0']);
  });
});

/** Both ends, and one between, of the first and the last map. */
function placesIn(shape: readonly number[]): Place[] {
  const { height, width, count } = mapsOf(shape);
  return [0, count - 1].flatMap((channel) => [
    { row: 0, column: 0, channel },
    { row: Math.trunc(height / 2), column: Math.trunc(width / 3), channel },
    { row: height - 1, column: width - 1, channel },
  ]);
}

function never(): never {
  throw new Error('there is no such layer');
}
