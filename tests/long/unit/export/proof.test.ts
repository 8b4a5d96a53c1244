import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../../src/backend/wasm/startWasm.ts';
import { pythonFor } from '../../../fixtures/missing.ts';
import { officialFolder } from '../../../fixtures/officialFiles.ts';
import {
  expectFound,
  expectRecomputed,
  proofNames,
  proofOn,
  proofPrograms,
  shortened,
} from '../../../fixtures/proofs.ts';

/** The quick suite recomputes 500 pictures of one network: 10,000 take NumPy many times as long as all that is tested beside it. */
describe('a result that proves itself', () => {
  let official = '';

  beforeAll(async () => {
    await startWasm(1);
    await tf.setBackend('wasm');
    official = await officialFolder('test_batch');
  });

  describe.each(proofPrograms)('in %s', (_, module, program) => {
    it.for(proofNames)(
      'gives the page’s accuracy to the last digit, the same predictions, and probabilities within a bound that is not far: %s',
      async (name, test) => {
        const python = pythonFor(test, 'numpy', module);
        const { difference, bound } = expectRecomputed(python, program, await proofOn(name), official);
        await test.annotate(
          `${name}, ${program}: probabilities differ by ${difference}, and may by ${bound}`,
        );
        expect(bound).toBeLessThan(100 * difference);
      },
    );

    it('is refuted, with a sentence, whatever is changed', async (test) => {
      const python = pythonFor(test, 'numpy', module);
      await expectFound(
        python,
        module,
        program,
        await shortened(await proofOn('standardized'), 100),
        official,
      );
    });
  });
});
