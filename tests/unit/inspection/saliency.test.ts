import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { imagePixels } from '../../../src/data/cifar10.ts';
import { saliency } from '../../../src/inspection/saliency.ts';
import { modelOf } from '../../../src/model/model.ts';
import { parametersFromWeights } from '../../../src/model/parameters.ts';
import { chain, convolution, dense, globalAveragePooling, image, relu } from '../../../src/network/chain.ts';
import { convolutionalNetwork } from '../../../src/network/convolutionalNetwork.ts';
import type { Network } from '../../../src/network/network.ts';
import { recordNetwork } from '../../../src/network/recordNetwork.ts';
import { softmaxClassifier } from '../../../src/network/softmaxClassifier.ts';
import { type LayerSpec, sizeOf } from '../../../src/network/specification.ts';
import { twoLayerNetwork } from '../../../src/network/twoLayerNetwork.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';
import { drawn, drawnArrays } from '../../fixtures/drawnArrays.ts';
import { naiveOutputs } from '../../fixtures/naiveLayers.ts';

const sizes = { hiddenUnits: 5, filters: 3, filters2: 4, filters3: 5, denseUnits: 6, width: 3 };
const inputs = drawn(imagePixels, 99);
/** Every so many of the 1,024 pixels. */
const sampled = 97;

const windows = { size: 3, stride: 2, padding: 'same', hasBiases: true, startsAsIdentity: false } as const;
/** The network that class activation maps were invented for. */
const averaged = chain(
  [imagePixels],
  image(3),
  convolution('conv1', 4, { ...windows, initialStddev: () => 0 }),
  relu(),
  convolution('conv2', 5, { ...windows, initialStddev: () => 0 }),
  relu(),
  globalAveragePooling(),
  dense('output', 10, { initialStddev: () => 0, outputScale: 0.5 }),
);

const networks: readonly (readonly [string, readonly LayerSpec[]])[] = [
  ['softmax', layersOf(softmaxClassifier)],
  ['two-layer', layersOf(twoLayerNetwork)],
  ['convolutional', layersOf(convolutionalNetwork)],
  ['record', layersOf(recordNetwork)],
  ['record, with GELU', layersOf(recordNetwork, 'gelu')],
  ['averaging', averaged],
];

function layersOf(network: Network, activation: 'relu' | 'gelu' = 'relu'): readonly LayerSpec[] {
  return network.layers({ ...articleHyperparameters, ...sizes, activation });
}

/** Central difference in double precision. */
function slope(valueAt: (change: number) => number): number {
  const change = 1e-6;
  return (valueAt(change) - valueAt(-change)) / (2 * change);
}

/** The logit, in double precision, from the outputs of one of the layers on. */
function logitFrom(layers: readonly LayerSpec[], values: readonly number[], label: number): number {
  return naiveOutputs(layers, values, drawnArrays(layers)).at(-1)?.[label] ?? Number.NaN;
}

async function answerFor(layers: readonly LayerSpec[], chosen: number | null) {
  const model = modelOf(layers);
  const before = tf.memory().numTensors;
  const parameters = parametersFromWeights(model, drawnArrays(layers));
  const answer = await saliency(inputs, chosen, model, parameters);
  tf.dispose(parameters);
  expect(tf.memory().numTensors).toBe(before);
  return answer;
}

function expectNear(values: readonly number[], reference: readonly number[]): void {
  expect(values).toHaveLength(reference.length);
  const largest = Math.max(...reference.map(Math.abs));
  expect(largest).toBeGreaterThan(0);
  const error = Math.max(...reference.map((value, index) => Math.abs(value - (values[index] ?? 0))));
  expect(error / largest).toBeLessThan(1e-4);
}

describe.each(['cpu', 'wasm'])(
  'where a network finds what speaks for a class, on the backend %s',
  (backend) => {
    beforeAll(async () => {
      if (backend === 'wasm') await startWasm(1);
      await tf.setBackend(backend);
    });

    it.each(networks)('in the %s network, pixels count by the slope of the logit', async (_, layers) => {
      const { products, label } = await answerFor(layers, 4);
      expect(label).toBe(4);
      const pixels = Array.from({ length: Math.ceil(1024 / sampled) }, (_, index) => index * sampled);
      const expected = pixels.map((pixel) =>
        // Moved by its own share, all colours of a pixel at once.
        slope((change) => {
          const moved = [...inputs].map((value, index) =>
            index % 1024 === pixel ? value * (1 + change) : value,
          );
          return logitFrom(layers, moved, 4);
        }),
      );
      expectNear(
        pixels.map((pixel) => products[pixel] ?? Number.NaN),
        expected,
      );
    });

    it('is about the predicted class, unless another is chosen', async () => {
      const logits = naiveOutputs(averaged, [...inputs], drawnArrays(averaged)).at(-1) ?? [];
      const largest = logits.indexOf(Math.max(...logits));
      const answer = await answerFor(averaged, null);
      expect([answer.predicted, answer.label]).toEqual([largest, largest]);
    });

    it.each([
      ['averaging', averaged],
      ['record', layersOf(recordNetwork)],
    ] as const)('in the %s network, the class activation map adds up to the logit', async (_, layers) => {
      const { classActivation } = await answerFor(layers, 4);
      expect(classActivation?.method).toBe('exact');
      const output = layers.at(-1);
      const scale = output?.kind === 'dense' ? output.outputScale : 1;
      const biases = drawnArrays(layers).find(({ name }) => name === 'output/biases')?.values;
      const total = classActivation?.values.reduce((sum, value) => sum + value, 0) ?? Number.NaN;
      expectNear([total + scale * (biases?.[4] ?? 0)], [logitFrom(layers, [...inputs], 4)]);
    });

    it('in the averaging network, a place counts by its maps times the weights of the class', async () => {
      const { classActivation } = await answerFor(averaged, 4);
      const maps = naiveOutputs(averaged, [...inputs], drawnArrays(averaged)).at(-3) ?? [];
      const weights = drawnArrays(averaged).find(({ name }) => name === 'output/weights')?.values ?? [];
      const expected = Array.from({ length: 64 }, (_, place) =>
        [0, 1, 2, 3, 4].reduce(
          (sum, map) => sum + (0.5 / 64) * (maps[place * 5 + map] ?? 0) * (weights[map * 10 + 4] ?? 0),
          0,
        ),
      );
      expect(classActivation?.width).toBe(8);
      expectNear([...(classActivation?.values ?? [])], expected);
    });

    it('in the convolutional network, Grad-CAM weights the last maps by their mean slopes', async () => {
      const layers = layersOf(convolutionalNetwork);
      const { classActivation } = await answerFor(layers, 4);
      expect(classActivation?.method).toBe('gradCam');
      const place = layers.findIndex(({ name }) => name === 'conv3') + 1;
      const [height = 1, width = 1, count = 1] = layers[place]?.output ?? [];
      expect(classActivation?.width).toBe(width);
      const maps = naiveOutputs(layers, [...inputs], drawnArrays(layers))[place] ?? [];
      const behind = layers.slice(place + 1);
      const logitAt = (values: readonly number[]) =>
        naiveOutputs(behind, values, drawnArrays(layers)).at(-1)?.[4] ?? Number.NaN;
      const weights = Array.from(
        { length: count },
        (_, map) =>
          slope((change) =>
            logitAt(maps.map((value, index) => (index % count === map ? value + change : value))),
          ) /
          (height * width),
      );
      const expected = Array.from({ length: height * width }, (_, pixel) =>
        Math.max(
          0,
          weights.reduce((sum, weight, map) => sum + weight * (maps[pixel * count + map] ?? 0), 0),
        ),
      );
      expectNear([...(classActivation?.values ?? [])], expected);
      expect(sizeOf([height, width])).toBe(expected.length);
    });

    it('without convolutions there is no class activation map', async () => {
      expect((await answerFor(layersOf(twoLayerNetwork), null)).classActivation).toBeNull();
    });
  },
);
