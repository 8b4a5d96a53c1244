import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PreparedPictures } from '../../../../src/input/inputScaling.ts';
import { realCifar10 } from '../../../fixtures/realCifar10.ts';
import { expectReferenceEnd, followReference, twoLayerCases } from '../../../fixtures/twoLayerReference.ts';

/** All that `tests/unit/model/reference.test.ts` has wasm follow, on TensorFlow.js's plain JavaScript. */
describe('the two-layer network on the backend cpu', () => {
  let cifar10: PreparedPictures;

  beforeAll(async () => {
    await tf.setBackend('cpu');
    cifar10 = await realCifar10();
  });

  it.each(twoLayerCases)(
    'follows the float64 reference at learning rate $learningRate, step by step',
    async (expected) => {
      const parameters = followReference(cifar10, expected, expected.steps);
      await expectReferenceEnd(cifar10, expected, parameters);
      expect(tf.getBackend()).toBe('cpu');
    },
  );
});
