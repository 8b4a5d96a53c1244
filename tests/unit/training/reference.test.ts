import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { type PreparedPictures, standardizedPictures } from '../../../src/input/inputScaling.ts';
import { realCifar10 } from '../../fixtures/realCifar10.ts';
import { expectReferenceTraining, sampledCases, trainingCases } from '../../fixtures/trainingReference.ts';

/** Real pictures. Plain JavaScript goes through all cases in `tests/long/unit/training/reference.test.ts`. */
describe.each([
  { backend: 'cpu', cases: sampledCases },
  { backend: 'wasm', cases: trainingCases },
])('on the backend $backend, twenty steps follow the float64 reference', ({ backend, cases }) => {
  let pictures: PreparedPictures;

  beforeAll(async () => {
    if (backend === 'wasm') await startWasm(1);
    await tf.setBackend(backend);
    pictures = standardizedPictures(await realCifar10());
  });

  it.each(cases)('with $name', (expected) => expectReferenceTraining(pictures, expected));
});
