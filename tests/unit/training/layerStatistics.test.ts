import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { histogramOf, withoutFineBuckets } from '../../../src/history/histogram.ts';
import type { PreparedPictures } from '../../../src/input/inputScaling.ts';
import { modelOf } from '../../../src/model/model.ts';
import {
  initialWeights,
  parametersFromWeights,
  weightsFromParameters,
} from '../../../src/model/parameters.ts';
import { twoLayerNetwork } from '../../../src/network/twoLayerNetwork.ts';
import type { NamedArray } from '../../../src/tensorFiles/namedArray.ts';
import { layerStatisticsOf } from '../../../src/training/layerStatistics.ts';
import { disposeState, freshSlots, trainStep } from '../../../src/training/trainStep.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';
import { batchOf } from '../../fixtures/realCifar10.ts';
import { syntheticData } from '../../fixtures/syntheticData.ts';

const batchSize = 20;
const regConstant = 0.1;

describe.each(['cpu', 'wasm'])('the layers at a counted step on the backend %s', (backend) => {
  let pictures: PreparedPictures;
  beforeAll(async () => {
    if (backend === 'wasm') await startWasm(1);
    await tf.setBackend(backend);
    pictures = syntheticData();
  });

  /** One step from weights in which the first hidden unit cannot fire. */
  async function step(hiddenUnits: number, optimizer: 'sgd' | 'adam', collectsHistograms: boolean) {
    const model = modelOf(twoLayerNetwork.layers({ ...articleHyperparameters, hiddenUnits }));
    const before = initialWeights(model.layers, 3);
    valuesOf(before, 'hidden/biases')[0] = -1e6;
    const parameters = parametersFromWeights(model, before);
    const settings = { ...articleHyperparameters, regConstant, optimizer };
    const batch = batchOf(pictures, 0, batchSize);
    const state = {
      parameters,
      average: undefined,
      slots: freshSlots({ optimizer }, model, parameters),
      slotsFrom: 0,
    };
    const result = trainStep(batch, model, state, settings, 0, {
      measures: false,
      collectsHistograms,
    });
    const after = await weightsFromParameters(result.state.parameters);
    const sample = await result.layerSample?.data<'float32'>();
    disposeState(result.state);
    return { before, after, statistics: sample ? layerStatisticsOf(model, batchSize, sample) : [] };
  }

  it.each(['sgd', 'adam'] as const)('leave every bit of a step with %s as it is', async (optimizer) => {
    const counted = await step(5, optimizer, true);
    const plain = await step(5, optimizer, false);
    expect(counted.after).toEqual(plain.after);
    expect(plain.statistics).toEqual([]);
  });

  it('show the weights before the update, and the gradients that plain descent has followed', async () => {
    const { before, after, statistics } = await step(5, 'sgd', true);
    for (const { name, weights, gradients } of statistics) {
      const from = valuesOf(before, `${name}/weights`);
      const to = valuesOf(after, `${name}/weights`);
      const slopes = from.map(
        (value, index) => (value - (to[index] ?? 0)) / articleHyperparameters.learningRate,
      );
      expect(weights).toEqual(withoutFineBuckets(histogramOf(from)));
      expect(gradients.count).toBe(from.length);
      expect(gradients.max / Math.max(...slopes)).toBeCloseTo(1, 2);
      expect(gradients.min / Math.min(...slopes)).toBeCloseTo(1, 2);
    }
  });

  it('show the size of the update against that of the weights', async () => {
    const { before, after, statistics } = await step(5, 'adam', true);
    for (const { name, updateRatio } of statistics) {
      const from = valuesOf(before, `${name}/weights`);
      const change = valuesOf(after, `${name}/weights`).map((value, index) => value - (from[index] ?? 0));
      expect((updateRatio ?? 0) / (norm(change) / norm(from))).toBeCloseTo(1, 4);
    }
  });

  it('count the units that give 0 for every picture, where there is a ReLU', async () => {
    const { statistics } = await step(5, 'sgd', true);
    expect(statistics.map(({ name, deadUnits }) => [name, deadUnits])).toEqual([
      ['hidden', 1],
      ['output', null],
    ]);
    expect(statistics[0]?.activations?.count).toBe(batchSize * 5);
    expect(statistics[0]?.activations?.min).toBe(0);
    expect(statistics[1]?.activations).toBeNull();
  });

  it('count of a large matrix every n-th row, and what is theirs goes to the right layer', async () => {
    const { before, statistics } = await step(100, 'sgd', true);
    const [hidden, output] = statistics;
    // 307,200 weights: every 19th of 3,072 rows.
    expect(hidden?.weights.count).toBe(162 * 100);
    expect(hidden?.totals).toEqual({ weights: 307_200, activations: batchSize * 100 });
    expect(output?.totals).toEqual({ weights: 1_000, activations: null });
    expect(output?.weights).toEqual(withoutFineBuckets(histogramOf(valuesOf(before, 'output/weights'))));
  });
});

function valuesOf(weights: readonly NamedArray[], name: string): Float32Array {
  return weights.find((array) => array.name === name)?.values ?? new Float32Array();
}

function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
