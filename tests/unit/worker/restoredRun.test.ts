import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { disposeState } from '../../../src/training/trainStep.ts';
import { restoredRun } from '../../../src/worker/training/restoredRun.ts';
import { checkpointWith } from '../../fixtures/checkpoints.ts';
import { failureOf } from '../../fixtures/importing.ts';
import { failureWithoutMemory } from '../../fixtures/withoutMemory.ts';

describe('a checkpoint whose run is restored', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  it('is not called damaged where there is no memory for its weights', async () => {
    const restore = async () => restoredRun(checkpointWith(2, 250), 'id');
    expect(await failureWithoutMemory(Float32Array, restore)).toEqual({ code: 'out-of-memory', details: {} });
  });

  it.each([
    ['a layer’s weights are missing', 'sgd', 3],
    ['what its optimizer remembers is missing', 'momentum', 4],
  ] as const)('leaves nothing on the backend where %s', async (_, optimizer, arrays) => {
    const { summary, history, weights } = checkpointWith(2, 250);
    const hyperparameters = { ...summary.hyperparameters, optimizer };
    const forged = {
      summary: { ...summary, hyperparameters },
      history,
      weights: weights.slice(0, arrays),
    };
    const before = tf.memory().numTensors;
    expect(await failureOf((async () => restoredRun(forged, 'forged'))())).toEqual({
      code: 'checkpoint-damaged',
      details: { id: 'forged' },
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(['two-layer', 'softmax'])(
    'is called damaged where its place is behind the images that the %s network is trained on',
    async (network) => {
      const { summary, ...rest } = checkpointWith(2, 250, network);
      const hyperparameters = { ...summary.hyperparameters, validationImages: 5_000 };
      const at = (position: number) => ({ ...rest, summary: { ...summary, hyperparameters, position } });
      const before = tf.memory().numTensors;
      const failure = await failureOf((async () => restoredRun(at(45_000), 'id'))());
      expect(failure).toEqual({ code: 'checkpoint-damaged', details: { id: 'id' } });
      expect(tf.memory().numTensors).toBe(before);
      const { sampler, state } = restoredRun(at(44_600), 'id');
      expect(sampler.place.position).toBe(44_600);
      disposeState(state);
    },
  );
});
