import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PreparedPictures } from '../../../src/input/inputScaling.ts';
import {
  lastCheckpoint,
  restoreCommand,
  small,
  startCommand,
  startHostOn,
} from '../../fixtures/startedHost.ts';
import { syntheticData } from '../../fixtures/syntheticData.ts';

describe('Stop', () => {
  let data: PreparedPictures;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    data = syntheticData(1_000);
  });

  it.each(['checkpointTaken', 'evaluationStarted', 'trainingFinished'])(
    'leaves a run finished where it comes with %s: one end, and one checkpoint of it',
    async (moment) => {
      const { host, events, onEvent } = startHostOn(data);
      let isPressed = false;
      onEvent(({ kind }) => {
        if (kind !== moment || isPressed) return;
        isPressed = true;
        void host.handle({ kind: 'stopTraining' });
      });
      await host.handle(startCommand(small));
      expect(events.at(-1)?.kind).toBe('trainingFinished');
      expect(events.some(({ kind }) => kind === 'trainingStopped')).toBe(false);
      expect(lastCheckpoint(events).summary.reason).toBe('finished');
    },
  );

  it('ends a run that rests paused', async () => {
    const { host, events } = startHostOn(data);
    await host.handle(startCommand(small, 3));
    await host.handle({ kind: 'stopTraining' });
    expect(events.at(-1)).toMatchObject({ kind: 'trainingStopped', progress: { step: 3 } });
  });

  it('ends a finished run that was given more steps since', async () => {
    const { host, events } = startHostOn(data);
    await host.handle(startCommand(small));
    await host.handle({ kind: 'changeParameters', parameters: { ...small, maxSteps: 60 } });
    await host.handle({ kind: 'stopTraining' });
    expect(events.at(-1)).toMatchObject({ kind: 'trainingStopped', progress: { step: 40 } });
  });

  it('ends a run that was restored where it had finished', async () => {
    const { host, events } = startHostOn(data);
    await host.handle(startCommand(small));
    const { summary, bytes } = lastCheckpoint(events);
    await host.handle(restoreCommand(summary.id, bytes));
    await host.handle({ kind: 'stopTraining' });
    expect(events.at(-1)).toMatchObject({ kind: 'trainingStopped', progress: { step: 40 } });
  });
});
