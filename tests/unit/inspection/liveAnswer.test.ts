import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { imagePixels } from '../../../src/data/cifar10.ts';
import { imageSetOf, labelAt, pictureAt } from '../../../src/data/imageSet.ts';
import { type FirstLayerPictures, firstLayerPictures } from '../../../src/inspection/firstLayerPictures.ts';
import { layerValues } from '../../../src/inspection/layerOutputs.ts';
import { shownProbabilities } from '../../../src/inspection/shownProbabilities.ts';
import { shownTestPictures } from '../../../src/inspection/shownTestPictures.ts';
import { StartingWeights } from '../../../src/inspection/startingWeights.ts';
import { modelOf } from '../../../src/model/model.ts';
import { disposeParameters, initialWeights, parametersFromWeights } from '../../../src/model/parameters.ts';
import { convolutionalNetwork } from '../../../src/network/convolutionalNetwork.ts';
import type { Network } from '../../../src/network/network.ts';
import { recordNetwork } from '../../../src/network/recordNetwork.ts';
import { softmaxClassifier } from '../../../src/network/softmaxClassifier.ts';
import { threeLayerNetwork } from '../../../src/network/threeLayerNetwork.ts';
import { twoLayerNetwork } from '../../../src/network/twoLayerNetwork.ts';
import type { NamedArray } from '../../../src/tensorFiles/namedArray.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';
import { realBatch } from '../../fixtures/realCifar10.ts';

const seed = 5;
const sizes = {
  hiddenUnits: 30,
  filters: 3,
  filters2: 4,
  filters3: 5,
  denseUnits: 6,
  width: 3,
  activation: 'relu' as const,
};
const scaling = {
  offset: new Float32Array(imagePixels).fill(120),
  scale: new Float32Array(imagePixels).fill(1 / 64),
};

let testSet: ReturnType<typeof imageSetOf>;
beforeAll(async () => {
  testSet = imageSetOf([await realBatch('test_batch')]);
});

it('the shown test pictures are the first two of each class', () => {
  const labels = Array.from({ length: 100 }, (_, image) => labelAt(testSet, image));
  const firstTwo = (label: number) =>
    [...labels.keys()].filter((image) => labels[image] === label).slice(0, 2);
  for (let label = 0; label < 10; label++) {
    const shown = shownTestPictures.filter((picture) => picture.label === label);
    expect(shown.map(({ image }) => image)).toEqual(firstTwo(label));
  }
});

describe.each(['cpu', 'wasm'])('what is shown of a network while it trains, on the backend %s', (backend) => {
  beforeAll(async () => {
    if (backend === 'wasm') await startWasm(1);
    await tf.setBackend(backend);
  });

  function layersOf(network: Network) {
    return network.layers({ ...articleHyperparameters, ...sizes });
  }

  function startOf(network: Network): NamedArray[] {
    // Whitening filters of any values: they are not trained.
    return initialWeights(layersOf(network), seed, ({ size, output }) =>
      Float32Array.from({ length: size * size * 3 * (output.at(-1) ?? 0) }, (_, index) => Math.sin(index)),
    );
  }

  function pictures(
    network: Network,
    weights: readonly NamedArray[],
    wanted: readonly number[] | null = null,
  ): Promise<FirstLayerPictures> {
    return withParameters(network, weights, (model, parameters) =>
      firstLayerPictures({ model, parameters, seed, testSet, scaling }, wanted, new StartingWeights()),
    );
  }

  async function withParameters<Result>(
    network: Network,
    weights: readonly NamedArray[],
    work: (model: ReturnType<typeof modelOf>, parameters: tf.NamedTensorMap) => Promise<Result>,
  ): Promise<Result> {
    const model = modelOf(layersOf(network));
    const parameters = parametersFromWeights(model, weights);
    const before = tf.memory().numTensors;
    const result = await work(model, parameters);
    expect(tf.memory().numTensors).toBe(before);
    disposeParameters(parameters);
    return result;
  }

  it.each([twoLayerNetwork, convolutionalNetwork])(
    'the probabilities are the softmax of the logits, as computed layer by layer: $name',
    async (network) => {
      const weights = startOf(network);
      const probabilities = await withParameters(network, weights, (model, parameters) =>
        shownProbabilities(testSet, { model, parameters, scaling, views: 'one' }),
      );
      expect(probabilities).toHaveLength(200);
      for (const place of [0, 7, 19]) {
        const picture = pictureAt(testSet, shownTestPictures[place]?.image ?? 0);
        const inputs = Float32Array.from(picture, (byte) => (byte - 120) / 64);
        const { outputs } = await withParameters(network, weights, (model, parameters) =>
          layerValues(inputs, model, parameters),
        );
        const powers = [...(outputs.at(-1) ?? [])].map(Math.exp);
        const sum = powers.reduce((total, power) => total + power, 0);
        powers.forEach((power, label) => {
          expect(probabilities[10 * place + label]).toBeCloseTo(power / sum, 4);
        });
      }
    },
  );

  it('the pictures of hidden units are what was added to their weights, and grey where nothing was', async () => {
    const weights = startOf(twoLayerNetwork);
    const values = weights[0]?.values ?? new Float32Array();
    // Under L2 all have shrunk; then a red pixel, a green and a blue one were added to unit 17.
    for (let index = 0; index < values.length; index++) values[index] = 0.7 * (values[index] ?? 0);
    [40, 1024 + 50, 2048 + 60].forEach((pixel, colour) => {
      values[pixel * 30 + 17] = (values[pixel * 30 + 17] ?? 0) + ([8, -8, 4][colour] ?? 0);
    });
    const { kind, count, isChange, shown, pixels } = await pictures(twoLayerNetwork, weights, [3, 17]);
    expect({ kind, count, isChange, shown }).toEqual({
      kind: 'units',
      count: 30,
      isChange: true,
      shown: [3, 17],
    });
    const [grey, changed] = [pixels.subarray(0, 4096), pixels.subarray(4096)];
    expect([...grey].every((byte, index) => byte === (index % 4 === 3 ? 255 : 128))).toBe(true);
    expect(changed[4 * 40]).toBe(255);
    expect(changed[4 * 50 + 1]).toBe(0);
    expect(Math.abs((changed[4 * 60 + 2] ?? 0) - 191)).toBeLessThanOrEqual(1);
    const others = [...changed].filter((byte, index) => index % 4 !== 3 && Math.abs(byte - 128) > 2);
    expect(others).toHaveLength(3);
  });

  it.each([twoLayerNetwork, threeLayerNetwork, convolutionalNetwork, recordNetwork])(
    'the most influential come first: those whose outputs the next layer multiplies by most: $name',
    async (network) => {
      const weights = startOf(network);
      const next = weights.filter(({ shape }) => shape.length > 1)[1];
      if (!next) throw new Error('the network has no second layer');
      const count = next.shape.at(-2) ?? 0;
      const perUnit = next.shape.at(-1) ?? 1;
      // Of all others, nothing goes on.
      const [strong, weak] = [count - 1, 1];
      next.values.forEach((_, index) => {
        const unit = Math.trunc(index / perUnit) % count;
        next.values[index] = unit === strong ? 10 : unit === weak ? 0.1 : 0;
      });
      const { shown } = await pictures(network, weights);
      expect(shown).toHaveLength(Math.min(24, count));
      expect(shown.slice(0, 2)).toEqual([strong, weak]);
    },
  );

  it('filters are magnified as often as fits in a picture', async () => {
    const start = startOf(convolutionalNetwork);
    const filters = start[0]?.values ?? new Float32Array();
    // The blue value in the middle of filter 2.
    filters[((1 * 3 + 1) * 3 + 2) * 3 + 2] = 1_000;
    const { kind, shown, pixels } = await pictures(convolutionalNetwork, start, [0, 2]);
    expect({ kind, shown }).toEqual({ kind: 'filters', shown: [0, 2] });
    const at = (row: number, column: number) => {
      const start = 4096 + 4 * (32 * row + column);
      return [...pixels.subarray(start, start + 4)];
    };
    // Three times ten pixels, and one on each side.
    expect(at(0, 0)).toEqual([0, 0, 0, 0]);
    expect(at(11, 11)[2]).toBe(255);
    expect(at(20, 20)).toEqual(at(11, 11));
    expect(at(10, 11)[2]).toBeLessThan(140);
    expect(at(31, 31)[3]).toBe(0);
  });

  it('filters that are not trained are shown as they are, and a classifier’s classes in their order', async () => {
    const whitening = await pictures(recordNetwork, startOf(recordNetwork));
    expect(whitening).toMatchObject({ kind: 'filters', count: 32, isChange: false });
    expect(new Set(whitening.pixels).size).toBeGreaterThan(100);
    const classes = await pictures(softmaxClassifier, startOf(softmaxClassifier));
    expect(classes).toMatchObject({ kind: 'classes', shown: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] });
  });

  it('units that the network does not have are those of another: its most influential are shown', async () => {
    const { shown } = await pictures(twoLayerNetwork, startOf(twoLayerNetwork), [3, 30]);
    expect(shown).toHaveLength(24);
  });
});
