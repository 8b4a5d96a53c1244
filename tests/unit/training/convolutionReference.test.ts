import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { type PreparedPictures, standardizedPictures } from '../../../src/input/inputScaling.ts';
import {
  convolutionCases,
  layerNames,
  referenceLayerError,
  referenceTrainingErrors,
} from '../../fixtures/convolutionReference.ts';
import { realCifar10 } from '../../fixtures/realCifar10.ts';

/** Plain JavaScript takes a second or more for a step; `tests/long` has its record network. */
describe.each([
  { backend: 'cpu', steps: 1, cases: convolutionCases.slice(0, 1) },
  { backend: 'wasm', steps: 20, cases: convolutionCases },
])('on the backend $backend', ({ backend, steps, cases }) => {
  let pictures: PreparedPictures;

  beforeAll(async () => {
    if (backend === 'wasm') await startWasm(1);
    await tf.setBackend(backend);
    pictures = standardizedPictures(await realCifar10());
  });

  describe('outputs and gradients are PyTorch’s in float64', () => {
    it.each(layerNames)('for %s', async (name) => {
      expect(await referenceLayerError(name)).toBeLessThan(1e-5);
    });
  });

  describe(`${steps} steps follow PyTorch in float64`, () => {
    it.each(cases)('for $name', async (expected) => {
      const { crossEntropy, network } = await referenceTrainingErrors(pictures, expected, steps);
      expect(crossEntropy).toBeLessThan(1e-4);
      expect(network ?? 0).toBeLessThan(1e-4);
    });
  });
});
