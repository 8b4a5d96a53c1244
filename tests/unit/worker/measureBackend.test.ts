import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import type { Hyperparameters } from '../../../src/configuration/hyperparameters.ts';
import type { PreparedPictures } from '../../../src/input/inputScaling.ts';
import { withFastClock } from '../../fixtures/playedClock.ts';
import { small, startHostOn } from '../../fixtures/startedHost.ts';
import { syntheticData } from '../../fixtures/syntheticData.ts';

let pictures: PreparedPictures;
beforeAll(async () => {
  await tf.setBackend('cpu');
  pictures = syntheticData(200);
  // Validation on 49,910 pictures would take longer than all else.
  pictures = { ...pictures, trainingSet: { ...pictures.trainingSet, imageCount: 200 } };
});

it('a measurement outlasts the patience of the configuration: while it lasts, nothing gets better', async () => {
  const { host, events } = startHostOn(pictures);
  // Epochs of nine steps, with a validation after each.
  const hyperparameters: Hyperparameters = { ...small, validationImages: 49_910, patience: 1 };
  await withFastClock(10, () =>
    host.handle({ kind: 'measureBackend', backend: 'cpu', network: 'two-layer', hyperparameters }),
  );
  const last = events.at(-1);
  if (last?.kind !== 'backendMeasured') throw new Error(`the last event is ${last?.kind}`);
  expect(last.timing.steps).toBeGreaterThan(9);
  expect(last.timing.msPerStep).toBeLessThan(2_000);
});
