import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, it } from 'vitest';
import { type PreparedPictures, standardizedPictures } from '../../../../src/input/inputScaling.ts';
import { realCifar10 } from '../../../fixtures/realCifar10.ts';
import { expectReferenceTraining, trainingCases } from '../../../fixtures/trainingReference.ts';

describe('on the backend cpu, twenty steps follow the float64 reference', () => {
  let pictures: PreparedPictures;

  beforeAll(async () => {
    await tf.setBackend('cpu');
    pictures = standardizedPictures(await realCifar10());
  });

  it.each(trainingCases)('with $name', (expected) => expectReferenceTraining(pictures, expected));
});
