import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import type { Checkpoint } from '../../../src/checkpoint/checkpoint.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/checkpoint/codec.ts';
import type { Hyperparameters } from '../../../src/configuration/hyperparameters.ts';
import { type PreparedPictures, standardizedPictures } from '../../../src/input/inputScaling.ts';
import type { TrainingEvent } from '../../../src/worker/training/protocol.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';
import {
  expectSameWeights,
  lastCheckpoint,
  restoreCommand,
  resumeCommand,
  startCommand,
  startHostOn,
} from '../../fixtures/startedHost.ts';
import { syntheticData } from '../../fixtures/syntheticData.ts';

const everything: Hyperparameters = {
  ...articleHyperparameters,
  batchSize: 40,
  hiddenUnits: 4,
  learningRate: 1e-3,
  maxSteps: 20,
  regConstant: 0,
  weightDecay: 0.01,
  schedule: 'cosine',
  warmupSteps: 3,
  dropout: 0.25,
  flip: 'on',
  shift: 2,
  lastBatch: 'short',
  // 90 images are left to train on: batches of 40, 40 and 10.
  validationImages: 49_910,
  inputScaling: 'standardized',
};

describe('a run with everything that the article does without', () => {
  let pictures: PreparedPictures;
  beforeAll(async () => {
    await startWasm(1);
    await tf.setBackend('cpu');
    pictures = standardizedPictures(syntheticData(200));
    // Validation on 49,910 pictures would take longer than all else.
    pictures = { ...pictures, trainingSet: { ...pictures.trainingSet, imageCount: 200 } };
  });

  describe.each([
    { backend: 'cpu', hiddenUnits: 4, maxSteps: 20 },
    { backend: 'wasm', hiddenUnits: 16, maxSteps: 120 },
  ])('of $maxSteps steps on the backend $backend', ({ backend, ...size }) => {
    beforeAll(async () => {
      await tf.setBackend(backend);
    });
    afterAll(() => tf.setBackend('cpu'));

    it.each(['sgd', 'momentum', 'nesterov', 'adam'] as const)(
      'with %s continues from a checkpoint as if nothing had happened, bit for bit',
      async (optimizer) => {
        const hyperparameters = { ...everything, ...size, optimizer };
        const uninterrupted = startHostOn(pictures);
        await uninterrupted.host.handle(startCommand(hyperparameters));

        const first = startHostOn(pictures);
        await first.host.handle(startCommand(hyperparameters, 0.4 * size.maxSteps));
        const { summary, bytes } = lastCheckpoint(first.events);
        const second = startHostOn(pictures);
        await second.host.handle(restoreCommand(summary.id, bytes));
        const { nextLoss } = summary;
        expect(second.events.at(-1)).toMatchObject({ kind: 'checkpointRestored', nextLoss });
        await second.host.handle(resumeCommand(hyperparameters));
        const ended = lastCheckpoint(second.events);
        const expected = lastCheckpoint(uninterrupted.events);
        expectSameWeights(ended.bytes, expected.bytes);
        expect(decodeCheckpoint(ended.bytes, 'id').history).toEqual(
          decodeCheckpoint(expected.bytes, 'id').history,
        );
      },
    );
  });

  it('with Adam moves the weights of a file as at a first step, and continues from its own checkpoints bit for bit', async () => {
    const learningRate = 1e-3;
    const plain = { ...everything, learningRate, optimizer: 'adam', weightDecay: 0, dropout: 0 } as const;
    const hyperparameters: Hyperparameters = {
      ...plain,
      schedule: 'constant',
      warmupSteps: 0,
      maxSteps: 9_000,
    };
    const before = startHostOn(pictures);
    await before.host.handle(startCommand(hyperparameters, 20));
    const { bytes, summary, weights } = asOpenedFromFile(lastCheckpoint(before.events).bytes);

    const first = startHostOn(pictures);
    await first.host.handle(restoreCommand(summary.id, bytes));
    await first.host.handle({ ...resumeCommand(hyperparameters), pauseAfterSteps: 1 });
    const paused = lastCheckpoint(first.events);
    const moved = decodeCheckpoint(paused.bytes, 'id').weights;
    const farthest = Math.max(
      ...weights.map(({ values }, array) =>
        values.reduce(
          (most, value, i) => Math.max(most, Math.abs(value - (moved[array]?.values[i] ?? 0))),
          0,
        ),
      ),
    );
    // A first step of Adam is the learning rate, whatever the gradient.
    expect(farthest / learningRate).toBeGreaterThan(0.9);
    expect(farthest / learningRate).toBeLessThan(1.1);

    const second = startHostOn(pictures);
    await second.host.handle(restoreCommand('id', paused.bytes));
    for (const { host } of [first, second]) {
      await host.handle({ ...resumeCommand(hyperparameters), pauseAfterSteps: 5 });
    }
    expectSameWeights(lastCheckpoint(second.events).bytes, lastCheckpoint(first.events).bytes);
  });

  it('validates at the end of each epoch and of the run, and keeps a checkpoint of the best', async () => {
    const { host, events } = startHostOn(pictures);
    await host.handle(startCommand({ ...everything, optimizer: 'adam' }));
    const points = events.flatMap((event) => (event.kind === 'validated' ? [event.point] : []));
    expect(points.map(({ step }) => step)).toEqual([3, 6, 9, 12, 15, 18, 20]);
    const best = events.flatMap((event) =>
      event.kind === 'checkpointTaken' && event.checkpoint.summary.reason === 'best'
        ? [event.checkpoint.summary]
        : [],
    );
    expect(new Set(best.map(({ id }) => id))).toEqual(new Set(['run-best']));
    expect(best.at(-1)?.validationAccuracy).toBe(Math.max(...points.map(({ accuracy }) => accuracy)));
  });

  it('ends by itself when its patience is at an end', async () => {
    const { host, events } = startHostOn(pictures);
    const standing = { ...everything, learningRate: 1e-7, schedule: 'constant', patience: 2 } as const;
    await host.handle(startCommand({ ...standing, maxSteps: 1_000 }));
    expect(events.at(-1)).toMatchObject({ kind: 'trainingFinished', progress: { step: 9 } });
    expect(histogramSteps(events)).toEqual([0, 8]);
  });

  it('has histograms of its last step', async () => {
    const { host, events } = startHostOn(pictures);
    await host.handle(startCommand({ ...everything, maxSteps: 7 }));
    expect(histogramSteps(events)).toEqual([0, 6]);
  });

  it('counts how often the test images were looked at, across a restore', async () => {
    const first = startHostOn(pictures);
    await first.host.handle(startCommand({ ...everything, maxSteps: 3 }));
    await first.host.handle({ kind: 'evaluateTestSet' });
    const { summary, bytes } = lastCheckpoint(first.events);
    expect(summary.testEvaluations).toBe(2);
    const second = startHostOn(pictures);
    await second.host.handle(restoreCommand(summary.id, bytes));
    await second.host.handle({ kind: 'evaluateTestSet' });
    expect(second.events.find(({ kind }) => kind === 'testSetEvaluated')).toMatchObject({
      testEvaluations: 3,
    });
  });

  it('states in a proof what its predictions give, where another backend had found another accuracy at that step', async () => {
    const first = startHostOn(pictures);
    await first.host.handle(startCommand({ ...everything, maxSteps: 3 }));
    const { summary, bytes } = lastCheckpoint(first.events);
    const { history, weights } = decodeCheckpoint(bytes, summary.id);
    const [accuracy = Number.NaN] = history.test.map((point) => point.accuracy);
    const elsewhere = { ...history, test: [{ step: 3, accuracy: accuracy / 2 }] };
    const second = startHostOn(pictures);
    await second.host.handle(
      restoreCommand(summary.id, encodeCheckpoint({ summary, history: elsewhere, weights })),
    );
    await second.host.handle({ kind: 'exportFiles', what: 'proof' });
    await second.host.handle({ kind: 'exportFiles', what: 'proof' });
    const evaluated = second.events.filter(({ kind }) => kind === 'testSetEvaluated');
    expect(evaluated).toMatchObject([{ point: { step: 3, accuracy }, testEvaluations: 2 }]);
  });

  it('takes on another learning rate at the next step, and notes it in the record', async () => {
    const { host, events, onEvent } = startHostOn(pictures);
    onEvent((event) => {
      if (event.kind === 'validated' && event.point.step === 3) {
        void host.handle({ kind: 'changeParameters', parameters: { ...everything, learningRate: 5e-4 } });
      }
    });
    await host.handle(startCommand(everything));
    const change = { step: 3, key: 'learningRate', from: 1e-3, to: 5e-4 };
    expect(events.find(({ kind }) => kind === 'parametersChanged')).toEqual({
      kind: 'parametersChanged',
      changes: [change],
    });
    const { summary, history } = decodeCheckpoint(lastCheckpoint(events).bytes, 'id');
    expect(summary.hyperparameters.learningRate).toBe(5e-4);
    expect(history.changes).toEqual([change]);
  });

  it('leaves no tensor behind', async () => {
    const { host } = startHostOn(pictures);
    await host.handle(startCommand({ ...everything, optimizer: 'adam', maxSteps: 4 }));
    const after4 = tf.memory().numTensors;
    await host.handle(resumeCommand({ ...everything, maxSteps: 40 }));
    expect(tf.memory().numTensors).toBe(after4);
  });
});

/** The checkpoint as a file of weights makes one, of a long run: without what the optimizer remembers. */
function asOpenedFromFile(bytes: Uint8Array): Checkpoint & { readonly bytes: Uint8Array<ArrayBuffer> } {
  const { summary, history, weights } = decodeCheckpoint(bytes, 'id');
  const opened: Checkpoint = {
    summary: { ...summary, reason: 'imported', step: 8_000, slotsFrom: 8_000 },
    history,
    weights: weights.filter(({ name }) => /^[^/]+\/[^/]+$/.test(name)),
  };
  return { ...opened, bytes: encodeCheckpoint(opened) };
}

/** The steps with histograms, of the logits and of the layers alike. */
function histogramSteps(events: readonly TrainingEvent[]): readonly number[] {
  const reports = events.filter((event) => event.kind === 'stepsCompleted');
  const steps = reports.flatMap(({ layers }) => layers.map(({ step }) => step));
  expect(reports.flatMap(({ logits }) => logits.map(({ step }) => step))).toEqual(steps);
  return steps;
}
