import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type PreparedPictures, standardizedPictures } from '../../../../src/input/inputScaling.ts';
import { convolutionCases, referenceTrainingErrors } from '../../../fixtures/convolutionReference.ts';
import { realCifar10 } from '../../../fixtures/realCifar10.ts';

describe('on the backend cpu, the first step of convolutional networks follows PyTorch in float64', () => {
  let pictures: PreparedPictures;

  beforeAll(async () => {
    await tf.setBackend('cpu');
    pictures = standardizedPictures(await realCifar10());
  });

  it.each(convolutionCases)('for $name', async (expected) => {
    const { crossEntropy, network } = await referenceTrainingErrors(pictures, expected, 1);
    expect(crossEntropy).toBeLessThan(1e-4);
    expect(network ?? 0).toBeLessThan(1e-4);
  });
});
