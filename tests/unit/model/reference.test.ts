import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import type { PreparedPictures } from '../../../src/input/inputScaling.ts';
import { parametersFromWeights } from '../../../src/model/parameters.ts';
import { accuracyOn } from '../../../src/training/accuracy.ts';
import { realCifar10 } from '../../fixtures/realCifar10.ts';
import { referenceWeights } from '../../fixtures/referenceWeights.ts';
import {
  expectReferenceEnd,
  expectReferenceMean,
  followReference,
  referenceModel,
  twoLayerCases,
} from '../../fixtures/twoLayerReference.ts';

/**
 * Numbers of an independent float64 implementation, on real pictures. Plain JavaScript follows all of them in
 * `tests/long/unit/model/reference.test.ts`, where its minute is no hindrance.
 */
describe('the two-layer network', () => {
  let cifar10: PreparedPictures;

  beforeAll(async () => {
    await startWasm(1);
    cifar10 = await realCifar10();
  });

  it('subtracts the same mean image as the float64 reference', () => expectReferenceMean(cifar10));

  describe('on the backend wasm', () => {
    beforeAll(() => tf.setBackend('wasm'));

    it.each(twoLayerCases)(
      'follows the float64 reference at learning rate $learningRate, step by step',
      async (expected) => {
        const parameters = followReference(cifar10, expected, expected.steps);
        await expectReferenceEnd(cifar10, expected, parameters);
      },
    );
  });

  describe('on the backend cpu', () => {
    beforeAll(() => tf.setBackend('cpu'));

    it.each(twoLayerCases.slice(0, 1))(
      'takes the first two steps of the float64 reference at learning rate $learningRate',
      (expected) => {
        followReference(cifar10, expected, expected.steps.slice(0, 2));
      },
    );

    it('counts as many right of 300 test images as wasm does', async () => {
      const some = { images: cifar10.testSet, first: 9_700, end: 10_000 };
      const accuracies: Record<string, number> = {};
      for (const backend of ['cpu', 'wasm']) {
        await tf.setBackend(backend);
        const parameters = parametersFromWeights(referenceModel, referenceWeights(referenceModel.layers));
        accuracies[backend] = await accuracyOn(some, {
          model: referenceModel,
          parameters,
          scaling: cifar10.scaling,
          views: 'one',
        });
      }
      expect(accuracies.cpu).toBe(accuracies.wasm);
      // Weights that have learnt nothing get about one in ten right: there is something to count.
      expect(accuracies.cpu).toBeGreaterThan(0);
    });
  });
});
