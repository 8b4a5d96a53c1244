import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/checkpoint/codec.ts';
import type { PreparedPictures } from '../../../src/input/inputScaling.ts';
import { withFastClock } from '../../fixtures/playedClock.ts';
import {
  expectSameWeights,
  lastCheckpoint,
  restoreCommand,
  resumeCommand as resume,
  small,
  startCommand as start,
  startHostOn,
  weightsIn,
} from '../../fixtures/startedHost.ts';
import { syntheticData } from '../../fixtures/syntheticData.ts';

describe('the training host', () => {
  let data: PreparedPictures;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    data = syntheticData(1_000);
  });

  const startHost = () => startHostOn(data);

  it('trains to the last step, saves, evaluates, and tells it in this order', async () => {
    const { host, events } = startHost();
    await host.handle(start(small));
    const kinds = events.map(({ kind }) => kind).filter((kind) => kind !== 'stepsCompleted');
    expect(kinds).toEqual([
      'preparationProgressed',
      'backendStarted',
      'preparationProgressed',
      'preparationProgressed',
      'trainingStarted',
      'checkpointTaken',
      'evaluationStarted',
      'testSetEvaluated',
      'checkpointTaken',
      'trainingFinished',
    ]);
    const points = events.flatMap((event) => (event.kind === 'stepsCompleted' ? event.points : []));
    expect(points.map(({ step }) => step)).toEqual([0, 10, 20, 30, 39]);
    expect(points.at(-1)?.loss).toBeLessThan(points[0]?.loss ?? 0);
  });

  it('leaves the test images alone where it is told to', async () => {
    const { host, events } = startHost();
    await host.handle({ ...start(small), evaluatesAtEnd: false });
    expect(events.at(-1)).toMatchObject({ kind: 'trainingFinished', progress: { step: 40 } });
    expect(events.some(({ kind }) => kind === 'testSetEvaluated')).toBe(false);
    expect(lastCheckpoint(events).summary.testEvaluations).toBe(0);
  });

  it('continues from a checkpoint as if nothing had happened, bit for bit', async () => {
    const uninterrupted = startHost();
    await uninterrupted.host.handle(start(small));

    const first = startHost();
    await first.host.handle(start(small, 17));
    const saved = lastCheckpoint(first.events);
    expect(saved.summary).toMatchObject({ step: 17, reason: 'paused', epoch: 0, position: 170 });

    const second = startHost();
    await second.host.handle(restoreCommand(saved.summary.id, saved.bytes, 'move'));
    const restored = second.events.find((event) => event.kind === 'checkpointRestored');
    expect(restored).toMatchObject({
      purpose: 'move',
      nextLoss: saved.summary.nextLoss,
      progress: { step: 17 },
    });
    await second.host.handle(resume(small));

    const expected = lastCheckpoint(uninterrupted.events);
    const actual = lastCheckpoint(second.events);
    expectSameWeights(actual.bytes, expected.bytes);
    expect(actual.summary.nextLoss).toBe(expected.summary.nextLoss);
    expect(decodeCheckpoint(actual.bytes, 'id').history).toEqual(
      decodeCheckpoint(expected.bytes, 'id').history,
    );
  });

  it('has one checkpoint of its end, also where the GPU is lost while the end is evaluated and a fresh worker goes on', async () => {
    const lost = startHost();
    await lost.host.handle({ ...start(small), evaluatesAtEnd: false });
    const { summary, bytes } = lastCheckpoint(lost.events);
    const fresh = startHost();
    await fresh.host.handle(restoreCommand(summary.id, bytes));
    await fresh.host.handle(resume(small));
    const taken = fresh.events.filter((event) => event.kind === 'checkpointTaken');
    expect(taken.map(({ checkpoint }) => checkpoint.summary.id)).toEqual([summary.id, summary.id]);
    expect(taken.every(({ isUpdate }) => isUpdate)).toBe(true);
    expect(lastCheckpoint(fresh.events).summary.testAccuracy).not.toBeNull();
  });

  it('that goes step by step is measured at each, and has one checkpoint of the last', async () => {
    const { host, events } = startHost();
    await host.handle(start(small, 15));
    for (let step = 0; step < 3; step++) await host.handle({ ...resume(small), pauseAfterSteps: 1 });
    const { summary, bytes } = lastCheckpoint(events);
    const { history } = decodeCheckpoint(bytes, 'id');
    expect(history.training.map(({ step }) => step)).toEqual([0, 10, 15, 16, 17]);
    const taken = events.flatMap((event) =>
      event.kind === 'checkpointTaken' ? [event.checkpoint.summary] : [],
    );
    expect(taken.map(({ step }) => step)).toEqual([15, 16, 17, 18]);
    expect(new Set(taken.slice(1).map(({ id }) => id))).toEqual(new Set([summary.id]));
    expect(taken[0]?.id).not.toBe(summary.id);
  });

  it('has another checkpoint where a forked run ends at the same step', async () => {
    const { host, events } = startHost();
    await host.handle({ ...start(small), evaluatesAtEnd: false });
    const { id, savedAt } = lastCheckpoint(events).summary;
    // A checkpoint's name has the millisecond in it.
    const later = () => expect(Date.now(), 'the time of day').toBeGreaterThan(Date.parse(savedAt));
    await vi.waitFor(later, { interval: 1, timeout: 5_000 });
    await host.handle({
      kind: 'resumeTraining',
      runId: 'fork',
      parameters: small,
      pauseAfterSteps: null,
    });
    expect(lastCheckpoint(events).summary).toMatchObject({
      runId: 'fork',
      id: expect.not.stringMatching(id),
    });
  });

  it('hears Pause between two steps, and Stop after it', async () => {
    const { host, events, onEvent } = startHost();
    onEvent((event) => {
      if (event.kind === 'stepsCompleted' && event.progress.step >= 1)
        void host.handle({ kind: 'pauseTraining' });
    });
    await host.handle(start({ ...small, maxSteps: 100_000 }));
    const paused = events.findLast((event) => event.kind === 'trainingPaused');
    expect(paused).toBeDefined();
    await host.handle({ kind: 'stopTraining' });
    expect(events.at(-1)?.kind).toBe('trainingStopped');
  });

  it.each([
    ['pauseTraining', 'trainingPaused'],
    ['stopTraining', 'trainingStopped'],
  ] as const)(
    'hears %s before the first step where it came while the run was prepared',
    async (kind, answer) => {
      const { host, events, onEvent } = startHost();
      onEvent((event) => {
        if (event.kind === 'backendStarted') void host.handle({ kind });
      });
      await host.handle(start(small));
      expect(events.find((event) => event.kind === answer)).toMatchObject({ progress: { step: 0 } });
      await host.handle(resume(small));
      expect(lastCheckpoint(events).summary.step).toBe(small.maxSteps);
    },
  );

  it('keeps the number of tensors constant', async () => {
    const { host, events } = startHost();
    await host.handle(start({ ...small, maxSteps: 10 }));
    const after10 = tf.memory().numTensors;
    await host.handle(resume({ ...small, maxSteps: 120 }));
    expect(events.at(-1)).toMatchObject({ kind: 'trainingFinished', progress: { step: 120 } });
    expect(tf.memory().numTensors).toBe(after10);
  });

  it('stops at a loss that is not a number, and saves nothing of it', async () => {
    const { host, events } = startHost();
    await host.handle(start({ ...small, learningRate: 1 }));
    expect(events.at(-1)).toMatchObject({ kind: 'trainingFailed', failure: { code: 'diverged' } });
    expect(events.some(({ kind }) => kind === 'checkpointTaken')).toBe(false);
  });

  it('answers a damaged checkpoint with the reason, and keeps the run that it has', async () => {
    const { host, events } = startHost();
    await host.handle(start(small, 1));
    const damaged = lastCheckpoint(events).bytes.slice(0, 5_000);
    await host.handle(restoreCommand('damaged', damaged));
    expect(events.at(-1)).toEqual({
      kind: 'restoreFailed',
      purpose: 'restore',
      failure: { code: 'checkpoint-damaged', details: { id: 'damaged' } },
    });
    await host.handle({ kind: 'evaluateTestSet' });
    expect(events.some((event) => event.kind === 'testSetEvaluated' && event.point.step === 1)).toBe(true);
  });

  it('calls a checkpoint damaged whose checksum is right and whose weights are those of another network', async () => {
    const { host, events } = startHost();
    await host.handle(start(small, 1));
    const { weights, ...rest } = decodeCheckpoint(lastCheckpoint(events).bytes, 'id');
    const forged = encodeCheckpoint({ ...rest, weights: weights.slice(1) });
    await host.handle(restoreCommand('forged', forged));
    expect(events.at(-1)).toMatchObject({
      kind: 'restoreFailed',
      failure: { code: 'checkpoint-damaged', details: { id: 'forged' } },
    });
  });

  it('trains the softmax classifier from zero weights: its first loss is ln 10', async () => {
    const { host, events } = startHost();
    await host.handle({ ...start({ ...small, regConstant: 0 }), network: 'softmax' });
    const [first] = events.flatMap((event) => (event.kind === 'stepsCompleted' ? event.points : []));
    expect(first?.loss).toBeCloseTo(Math.log(10), 6);
    expect(weightsIn(lastCheckpoint(events).bytes).map(([name]) => name)).toEqual([
      'output/weights',
      'output/biases',
    ]);
  });

  it('times the real step with a run of its own, and leaves no tensor behind', async () => {
    const { host, events } = startHost();
    const before = tf.memory().numTensors;
    await withFastClock(50, () =>
      host.handle({
        kind: 'measureBackend',
        backend: 'cpu',
        network: 'two-layer',
        // A learning rate at which training would diverge: nothing is learnt here.
        hyperparameters: { ...small, learningRate: 1, maxSteps: 1 },
      }),
    );
    const last = events.at(-1);
    if (last?.kind !== 'backendMeasured') throw new Error(`the last event is ${last?.kind}`);
    expect(last.timing.steps).toBeGreaterThanOrEqual(5);
    expect(last.timing.msPerStep).toBeGreaterThan(0);
    expect(events.some(({ kind }) => kind === 'checkpointTaken' || kind === 'stepsCompleted')).toBe(false);
    expect(tf.memory().numTensors).toBe(before);
  });
});
