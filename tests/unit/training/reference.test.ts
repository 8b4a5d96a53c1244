import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { type PreparedPictures, standardizedPictures } from '../../../src/input/inputScaling.ts';
import { parametersFromWeights } from '../../../src/model/parameters.ts';
import { twoLayerNetwork } from '../../../src/model/twoLayerNetwork.ts';
import { stepInputs } from '../../../src/training/stepInputs.ts';
import { freshSlots, type TrainedState, training } from '../../../src/training/training.ts';
import { realCifar10 } from '../../fixtures/realCifar10.ts';
import { hyperparametersOf } from '../../fixtures/referenceCases.ts';
import { referenceWeights } from '../../fixtures/referenceWeights.ts';
import reference from '../../reference/training.json' with { type: 'json' };

/** Numbers of an independent float64 implementation (`tests/reference/make_training_reference.py`), on real pictures. */
describe.each(['cpu', 'wasm'])('on the backend %s, twenty steps follow the float64 reference', (backend) => {
  let pictures: PreparedPictures;

  beforeAll(async () => {
    if (backend === 'wasm') await startWasm(1);
    await tf.setBackend(backend);
    pictures = standardizedPictures(await realCifar10());
  });

  it.each(reference.cases)('with $name', async (expected) => {
    const hyperparameters = hyperparametersOf(expected);
    const layers = twoLayerNetwork.layers(hyperparameters);
    const parameters = parametersFromWeights(layers, referenceWeights(layers));
    let state: TrainedState = { parameters, slots: freshSlots(hyperparameters, parameters), slotsFrom: 0 };
    for (let step = 0; step < reference.steps; step++) {
      const { batchSize } = reference;
      const indices = Uint32Array.from({ length: batchSize }, (_, row) => step * batchSize + row);
      const inputs = stepInputs({ hyperparameters, layers, step }, pictures, indices);
      const wishes = { isMeasured: true, isCounted: false };
      const result = training(inputs, layers, state, hyperparameters, step, wishes);
      state = result.state;
      const [crossEntropy = Number.NaN] = result.measurements?.dataSync() ?? [];
      expectNear(crossEntropy, expected.crossEntropy[step] ?? Number.NaN, expected.crossEntropy[0] ?? 1);
    }
    const [hidden, output] = state.parameters;
    const { w1Norm, w2, b1 } = expected.afterTraining;
    expectNear(hidden ? tf.norm(hidden.weights).dataSync()[0] : undefined, w1Norm, w1Norm);
    output?.weights.dataSync().forEach((weight, i) => {
      expectNear(weight, w2[i] ?? Number.NaN, 1);
    });
    hidden?.biases.dataSync().forEach((bias, i) => {
      expectNear(bias, b1[i] ?? Number.NaN, 1);
    });
  });
});

function expectNear(actual: number | undefined, expected: number, scale: number): void {
  expect(Math.abs((actual ?? Number.NaN) - expected) / scale).toBeLessThan(1e-5);
}
