import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { defaultHyperparameters, type Hyperparameters } from '../../../src/configuration/hyperparameters.ts';
import { networkNamed } from '../../../src/network/networks.ts';
import { evaluationCost, stepCost } from '../../../src/network/stepCost.ts';
import { accuracyOn } from '../../../src/training/accuracy.ts';
import { unobserved } from '../../../src/training/measureSteps.ts';
import { evaluatedNetwork, newRun } from '../../../src/training/trainingRun.ts';
import { train } from '../../../src/training/trainLoop.ts';
import { disposeState } from '../../../src/training/trainStep.ts';
import { syntheticData } from '../../fixtures/syntheticData.ts';

const data = syntheticData(1);
beforeAll(() => tf.setBackend('cpu'));
afterEach(() => vi.restoreAllMocks());

/** Multiplications in the kernels that TensorFlow.js runs, by the shapes of their tensors. */
function counted() {
  const count = { products: 0, convolutions: 0 };
  const engine = tf.engine();
  const run = engine.runKernel.bind(engine);
  vi.spyOn(engine, 'runKernel').mockImplementation((name, inputs, attributes) => {
    const result = run(name, inputs, attributes) as tf.Tensor & tf.Tensor[];
    const { a, b, filter, x, dy } = inputs as Record<string, tf.Tensor>;
    const ofOutputs = (sums = 0, shape: readonly number[] = []) =>
      sums * shape.slice(0, -1).reduce((product, size) => product * size, 1);
    if (name === tf.BatchMatMul || name === tf._FusedMatMul) {
      // Each of a product's three sizes is in two of its matrices.
      count.products += Math.sqrt((a?.size ?? 0) * (b?.size ?? 0) * result.size);
    } else if (name === tf.Conv2D) count.convolutions += ofOutputs(result.size, filter?.shape);
    else if (name === tf.Conv2DBackpropInput) count.convolutions += ofOutputs(dy?.size, filter?.shape);
    else if (name === tf.Conv2DBackpropFilter && x) {
      count.convolutions += ofOutputs(dy?.size, result.shape);
    }
    return result;
  });
  return count;
}

const cases: readonly (readonly [network: string, values: Partial<Hyperparameters>])[] = [
  ['softmax', { batchSize: 7 }],
  ['two-layer', { batchSize: 3, hiddenUnits: 21 }],
  ['three-layer', { batchSize: 2, hiddenUnits: 30, hiddenUnits2: 11 }],
  ['convolutional', { batchSize: 1, filters: 4, filters2: 5, filters3: 6, filterSize: '5', denseUnits: 9 }],
  ['convolutional-record', { batchSize: 1, width: 8, depth: 1, patchSize: '4', activation: 'relu' }],
];

it.each(cases)('a step and an evaluation of %s multiply as often as counted: %o', async (name, values) => {
  const network = networkNamed(name);
  if (!network) throw new RangeError(`there is no network ${name}`);
  const hyperparameters = {
    ...defaultHyperparameters,
    lastBatch: 'dropped',
    ...values,
    maxSteps: 1,
  } as const;
  const layers = network.layers(hyperparameters);
  const run = newRun('counted', network, hyperparameters, data);
  const inStep = counted();
  await train(run, data, { ...unobserved, goal: async () => 'train', pace: async () => {} });
  const { products, convolutions } = stepCost(layers, hyperparameters);
  expect(inStep.products).toBeCloseTo(products, 0);
  expect(inStep.convolutions).toBeCloseTo(convolutions, 0);
  vi.restoreAllMocks();

  const inEvaluation = counted();
  await accuracyOn({ images: data.testSet, first: 0, end: 1 }, evaluatedNetwork(run, data));
  const ofImage = evaluationCost(layers, hyperparameters);
  expect(inEvaluation.products).toBeCloseTo(ofImage.products, 0);
  expect(inEvaluation.convolutions).toBeCloseTo(ofImage.convolutions, 0);
  disposeState(run.state);
});
