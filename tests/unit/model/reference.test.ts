import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { articleHyperparameters } from '../../../src/configuration/hyperparameters.ts';
import type { PreparedPictures } from '../../../src/input/inputScaling.ts';
import { inference } from '../../../src/model/inference.ts';
import { parametersFromWeights } from '../../../src/model/parameters.ts';
import { twoLayerNetwork } from '../../../src/model/twoLayerNetwork.ts';
import { accuracyOn, allOf } from '../../../src/training/accuracy.ts';
import { type TrainedState, training } from '../../../src/training/training.ts';
import { inputsOf, realCifar10 } from '../../fixtures/realCifar10.ts';
import { referenceWeights } from '../../fixtures/referenceWeights.ts';
import reference from '../../reference/two_layer_fc.json' with { type: 'json' };

/**
 * Every number of an independent float64 implementation (`tests/reference/make_reference.py`), on real pictures:
 * weights from a closed formula, batches front to back.
 */
describe.each(['cpu', 'wasm'])(
  'the two-layer network on the backend %s follows the float64 reference',
  (backend) => {
    let cifar10: PreparedPictures;
    const layers = twoLayerNetwork.layers({ ...articleHyperparameters, hiddenUnits: reference.hidden });

    beforeAll(async () => {
      if (backend === 'wasm') await startWasm(1);
      await tf.setBackend(backend);
      cifar10 = await realCifar10();
    });

    it('subtracts the same mean image', () => {
      const sum = cifar10.recipe.pixelMean.reduce((total, value) => total + value, 0);
      expect(sum).toBeCloseTo(reference.pixelMean.sum, 1);
      reference.pixelMean.first.forEach((value, index) => {
        expect(cifar10.recipe.pixelMean[index]).toBeCloseTo(value, 4);
      });
    });

    it.each(reference.cases)(
      'at learning rate $learningRate, step by step',
      async ({ learningRate, steps, afterTraining }) => {
        let state: TrainedState = {
          parameters: parametersFromWeights(layers, referenceWeights(layers)),
          slots: [],
          slotsFrom: 0,
        };
        const settings = { ...articleHyperparameters, learningRate, regConstant: reference.regConstant };
        for (const expected of steps) {
          const inputs = inputsOf(cifar10, expected.step * reference.batchSize, reference.batchSize);
          const firstImage = tf.slice(inputs.batch.images, [0, 0], [1, 3072]);
          const firstLogits = tf.tidy(() => inference(firstImage, layers, state.parameters).dataSync());
          const wishes = { isMeasured: true, isCounted: false };
          const result = training(inputs, layers, state, settings, expected.step, wishes);
          state = result.state;
          const [crossEntropy = 0, l2Penalty = 0, correct = 0] = result.measurements?.dataSync() ?? [];

          expectRelative(crossEntropy + l2Penalty, expected.loss, 1e-4);
          expectRelative(crossEntropy, expected.crossEntropy, 1e-4);
          expectRelative(l2Penalty, expected.l2Penalty, 1e-5);
          expect(Math.abs(correct / reference.batchSize - expected.accuracy)).toBeLessThanOrEqual(0.0026);
          const scale = Math.max(...expected.firstLogits.map(Math.abs));
          expected.firstLogits.forEach((logit, index) => {
            expect(Math.abs((firstLogits[index] ?? Number.NaN) - logit) / scale).toBeLessThan(1e-3);
          });
        }

        const norms = state.parameters.map(({ weights }) => tf.norm(weights).dataSync()[0] ?? Number.NaN);
        expectRelative(norms[0], afterTraining.w1Norm, 1e-5);
        expectRelative(norms[1], afterTraining.w2Norm, 1e-5);
        // Plain JavaScript takes ten seconds for 10,000 images: it shows once that it evaluates right.
        if (backend === 'cpu' && learningRate !== reference.cases[0]?.learningRate) return;
        const all = allOf(cifar10.testSet);
        const accuracy = await accuracyOn(all, layers, state.parameters, cifar10.scaling);
        expect(Math.abs(accuracy - afterTraining.testAccuracy)).toBeLessThanOrEqual(0.0005);
      },
    );
  },
);

function expectRelative(actual: number | undefined, expected: number, tolerance: number): void {
  expect(Math.abs((actual ?? Number.NaN) - expected) / Math.abs(expected)).toBeLessThan(tolerance);
}
