import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { imagePixels } from '../../../src/data/cifar10.ts';
import { imageSetOf, pictureAt } from '../../../src/data/imageSet.ts';
import type { InputScaling } from '../../../src/input/inputScaling.ts';
import { firstLayerUnits, unitAnswer } from '../../../src/inspection/units.ts';
import { modelOf } from '../../../src/model/model.ts';
import { disposeParameters, initialWeights, parametersFromWeights } from '../../../src/model/parameters.ts';
import type { Network } from '../../../src/network/network.ts';
import { softmaxClassifier } from '../../../src/network/softmaxClassifier.ts';
import { twoLayerNetwork } from '../../../src/network/twoLayerNetwork.ts';
import type { NamedArray } from '../../../src/tensorFiles/namedArray.ts';
import type { ImageRange } from '../../../src/training/accuracy.ts';
import { isDead, shownOrder, weightPicture } from '../../../src/ui/inspect/units/weightPicture.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';
import { realBatch } from '../../fixtures/realCifar10.ts';

const units = 4;
const dead = 2;
const scaling: InputScaling = { offset: new Float32Array(imagePixels).fill(120), scale: null };

describe.each(['cpu', 'wasm'])('the first layer’s units, on real pictures and the backend %s', (backend) => {
  let range: ImageRange;
  beforeAll(async () => {
    if (backend === 'wasm') await startWasm(1);
    await tf.setBackend(backend);
    // The last 1,500: not a whole number of forward passes, and not the beginning of the set.
    range = { images: imageSetOf([await realBatch('test_batch')]), first: 8_500, end: 10_000 };
  });

  /** Weights from which the unit `dead` can never give more than 0. */
  function weightsOf(network: Network): NamedArray[] {
    const weights = initialWeights(network.layers({ ...articleHyperparameters, hiddenUnits: units }), 5);
    const biases = weights.find(({ name }) => name === 'hidden/biases');
    if (biases) biases.values[dead] = -1e6;
    return weights;
  }

  /** What a unit gives for every image of the range, added up one product at a time. */
  function activationsOf(weights: readonly NamedArray[], unit: number): number[] {
    const [matrix, biases] = weights;
    return Array.from({ length: range.end - range.first }, (_, row) => {
      const picture = pictureAt(range.images, range.first + row);
      let sum = biases?.values[unit] ?? 0;
      picture.forEach((byte, pixel) => {
        sum += (byte - 120) * (matrix?.values[pixel * units + unit] ?? 0);
      });
      return Math.max(0, sum);
    });
  }

  async function shown(
    network: Network,
    initial: Float32Array | null = null,
    firstWeights: Float32Array | null = null,
  ) {
    const model = modelOf(network.layers({ ...articleHyperparameters, hiddenUnits: units }));
    const weights = weightsOf(network);
    if (firstWeights) weights[0]?.values.set(firstWeights);
    const parameters = parametersFromWeights(model, weights);
    const before = tf.memory().numTensors;
    const all = await firstLayerUnits(initial, range, model, parameters, scaling);
    const answer = (unit: number) => unitAnswer(unit, range, model, parameters, scaling, 12);
    const answers = await Promise.all([0, dead].map(answer));
    await expect(answer(model.layers[0]?.output[0] ?? 0)).rejects.toThrow(RangeError);
    expect(tf.memory().numTensors).toBe(before);
    disposeParameters(parameters);
    return { all, answers };
  }

  it('are their weights, with the largest as brightest or darkest', async () => {
    const { all } = await shown(twoLayerNetwork);
    const [matrix] = weightsOf(twoLayerNetwork);
    for (let unit = 0; unit < units; unit++) {
      const weights = Array.from(
        { length: imagePixels },
        (_, pixel) => matrix?.values[pixel * units + unit] ?? 0,
      );
      const reach = Math.max(...weights.map(Math.abs));
      expect(all.maxAbsoluteWeights[unit]).toBeCloseTo(reach, 6);
      const own = weightPicture(all, unit, 'own');
      weights.forEach((weight, pixel) => {
        expect(Math.abs((own[pixel] ?? 0) - (127.5 + (127 * weight) / reach))).toBeLessThanOrEqual(1.01);
      });
      const shared = weightPicture(all, unit, 'shared');
      const share = reach / Math.max(...all.maxAbsoluteWeights);
      const farthest = Math.max(...shared.map((byte) => Math.abs(byte - 127.5)));
      expect(Math.abs(farthest - 127 * share)).toBeLessThan(1.01);
    }
  });

  it('are what training has added where the rest of their start is taken off', async () => {
    const weights = weightsOf(twoLayerNetwork);
    const initial = weights[0]?.values.slice() ?? new Float32Array();
    // As if L2 regularization had halved all weights, and the data had added 5 to one of unit 1.
    const trained = initial.map((value, index) => value / 2 + (index === 7 * units + 1 ? 5 : 0));
    const { all } = await shown(twoLayerNetwork, initial, trained);
    const reaches = [...all.maxAbsoluteWeights];
    expect(reaches.filter((_, unit) => unit !== 1)).toEqual([0, 0, 0]);
    expect(reaches[1]).toBeCloseTo(5, 1);
    const picture = weightPicture(all, 1, 'own');
    expect([...picture].filter((byte) => Math.abs(byte - 128) > 2)).toEqual([255]);
    expect(picture[7]).toBe(255);
  });

  it('are sorted by the norm of their output weights times the deviation of their activation', async () => {
    const { all } = await shown(twoLayerNetwork);
    const weights = weightsOf(twoLayerNetwork);
    const expected = Array.from({ length: units }, (_, unit) => {
      const norm = Math.hypot(...(weights[2]?.values.slice(10 * unit, 10 * unit + 10) ?? []));
      return norm * deviationOf(activationsOf(weights, unit));
    });
    expected.forEach((influence, unit) => {
      expect(Math.abs((all.hidden?.influences[unit] ?? 0) - influence)).toBeLessThan(1e-3 * influence + 1e-9);
    });
    const sorted = [...expected.keys()].sort((a, b) => (expected[b] ?? 0) - (expected[a] ?? 0));
    expect(shownOrder(all)).toEqual(sorted);
  });

  it('are dead where no image makes them give anything', async () => {
    const { all, answers } = await shown(twoLayerNetwork);
    expect([...Array(units).keys()].filter((unit) => isDead(all, unit))).toEqual([dead]);
    expect(answers[1]).toMatchObject({ unit: dead, activeShare: 0, mostExciting: [] });
  });

  it('name the images that excite them most, by their places in the set', async () => {
    const { answers } = await shown(twoLayerNetwork);
    const [answer] = answers;
    const activations = activationsOf(weightsOf(twoLayerNetwork), 0);
    const strongest = [...activations.keys()].sort((a, b) => (activations[b] ?? 0) - (activations[a] ?? 0));
    expect(answer?.images).toBe(1_500);
    expect(answer?.activeShare).toBe(activations.filter((activation) => activation > 0).length / 1_500);
    expect(answer?.mostExciting.map(({ image }) => image)).toEqual(
      strongest.slice(0, 12).map((row) => range.first + row),
    );
    answer?.mostExciting.forEach(({ image, activation }) => {
      expect(activation / (activations[image - range.first] ?? 0)).toBeCloseTo(1, 4);
    });
    expect(answer?.outputWeights).toEqual([...(weightsOf(twoLayerNetwork)[2]?.values.slice(0, 10) ?? [])]);
  });

  it('of a softmax classifier are its ten classes, in their order', async () => {
    const { all, answers } = await shown(softmaxClassifier);
    expect(all.hidden).toBeNull();
    expect(shownOrder(all)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    // Its weights start at 0.
    expect(weightPicture(all, 0, 'own').every((byte) => byte === 128)).toBe(true);
    expect(answers[0]?.outputWeights).toBeNull();
    expect(answers[0]?.mostExciting).toHaveLength(12);
  });
});

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
