import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { type PreparedPictures, standardizedPictures } from '../../../src/input/inputScaling.ts';
import {
  convolutionCases,
  expectReferenceLayer,
  expectReferenceTraining,
  layerNames,
} from '../../fixtures/convolutionReference.ts';
import { realCifar10 } from '../../fixtures/realCifar10.ts';

/** Plain JavaScript takes a second or more for a step. */
describe.each([
  { backend: 'cpu', steps: 2, cases: convolutionCases.slice(0, 2) },
  { backend: 'wasm', steps: 20, cases: convolutionCases },
])('on the backend $backend', ({ backend, steps, cases }) => {
  let pictures: PreparedPictures;

  beforeAll(async () => {
    if (backend === 'wasm') await startWasm(1);
    await tf.setBackend(backend);
    pictures = standardizedPictures(await realCifar10());
  });

  describe('outputs and gradients are PyTorch’s in float64', () => {
    it.each(layerNames)('for %s', (name) => expectReferenceLayer(name));
  });

  describe(`${steps} steps follow PyTorch in float64`, () => {
    it.each(cases)('for $name', (expected) => expectReferenceTraining(pictures, expected, steps));
  });
});
