import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, it } from 'vitest';
import { startWasm } from '../../../../src/backend/wasm/startWasm.ts';
import { pythonFor } from '../../../fixtures/missing.ts';
import { officialFolder } from '../../../fixtures/officialFiles.ts';
import { expectRecomputed, proofOn, proofPrograms } from '../../../fixtures/proofs.ts';

/** The quick suite recomputes 500 pictures: 10,000 take NumPy many times as long as all that is tested beside it. */
describe.each(['whitened', 'convolutional', 'record'] as const)('a result that proves itself: %s', (name) => {
  let official = '';

  beforeAll(async () => {
    await startWasm(1);
    await tf.setBackend('wasm');
    official = await officialFolder('test_batch');
  });

  it.for(proofPrograms)(
    'gives the page’s accuracy to the last digit, and the same predictions, in %s',
    async ([, module, program], test) => {
      const python = pythonFor(test, 'numpy', module);
      expectRecomputed(python, program, await proofOn(name), official);
    },
  );
});
