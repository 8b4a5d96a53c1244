import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { JobMaster } from '../../../src/backend/wasm/jobs.ts';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { WasmBackend } from '../../../src/backend/wasm/wasmBackend.ts';
import { decodeCheckpoint } from '../../../src/checkpoint/codec.ts';
import type { Hyperparameters } from '../../../src/configuration/hyperparameters.ts';
import type { PreparedPictures } from '../../../src/input/inputScaling.ts';
import { SentCommands } from '../../../src/worker/training/commandCounts.ts';
import type { TrainingCommand, TrainingEvent } from '../../../src/worker/training/protocol.ts';
import {
  expectSameWeights,
  lastCheckpoint,
  resumeCommand,
  small,
  startCommand,
  startHostOn,
} from '../../fixtures/startedHost.ts';
import { syntheticData } from '../../fixtures/syntheticData.ts';

/*
 * The clock stands still but where a test moves it on: within a kernel, so that a step takes as long as the test wants. A command is
 * counted in shared memory at that moment, and arrives when the worker receives messages again, as from a page.
 */

let data: PreparedPictures;
let now = 0;
beforeAll(async () => {
  await startWasm(1);
  await tf.setBackend('wasm');
  data = syntheticData(1_000);
});
beforeEach(() => {
  now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** A host and what the page shares with it. */
function hostOfPage() {
  vi.stubGlobal('crossOriginIsolated', true);
  const sent = new SentCommands();
  const started = startHostOn(data);
  if (sent.message) started.host.share(sent.message);
  return {
    ...started,
    send(command: TrainingCommand) {
      sent.sent(command);
      setTimeout(() => void started.host.handle(command));
    },
  };
}

/** Calls `before` with the number of each job of the WASM backend, from 1, its kernel and its items. */
function beforeJobs(before: (job: number, kernel: string, items: number) => void): {
  readonly count: number;
} {
  const seen = { count: 0 };
  const run = JobMaster.prototype.run;
  vi.spyOn(JobMaster.prototype, 'run').mockImplementation(function (this: JobMaster, ...job) {
    seen.count += 1;
    before(seen.count, job[0], job[1]);
    run.apply(this, job);
  });
  return seen;
}

/** Resolves when the run comes to rest. */
function atRest({ events, onEvent }: Pick<ReturnType<typeof startHostOn>, 'events' | 'onEvent'>) {
  const isEnd = ({ kind }: TrainingEvent) => /^training(Paused|Stopped|Finished|Failed)$/.test(kind);
  const before = events.filter(isEnd).length;
  return new Promise<TrainingEvent>((resolve) => {
    onEvent((event) => {
      if (isEnd(event) && events.filter(isEnd).length > before) resolve(event);
    });
  });
}

const dense = {
  ...small,
  hiddenUnits: 20,
  batchSize: 100,
  maxSteps: 5,
  optimizer: 'momentum',
  momentum: 0.9,
  dropout: 0.3,
  flip: 'on',
  shift: 2,
  averageDecay: 0.9,
} satisfies Hyperparameters;

const convolutional = {
  ...dense,
  batchSize: 20,
  maxSteps: 4,
  width: 16,
  depth: 1,
  patchSize: '4',
  activation: 'gelu',
  lastBatch: 'none',
} satisfies Hyperparameters;

describe.each([
  ['the two-layer network, with momentum, dropout, augmentation and an average', 'two-layer', dense],
  [
    'the record network, with the statistics of its batch normalization',
    'convolutional-record',
    convolutional,
  ],
] as const)('%s', (_, network, hyperparameters) => {
  const start = { ...startCommand(hyperparameters), network, backend: 'wasm' } as const;

  it('is the same to the last bit after steps that were given up for a pause', async () => {
    const whole = hostOfPage();
    const seen = beforeJobs(() => {});
    whole.send(start);
    await atRest(whole);
    vi.mocked(JobMaster.prototype.run).mockRestore();
    // At the end there is nothing to go on with.
    const lastJob = 0.8 * seen.count;
    const interrupted = hostOfPage();
    let [next, gap] = [3, 4];
    beforeJobs((job) => {
      if (job < next || job > lastJob) return;
      // Farther and farther apart, or nothing would ever come to its end.
      next = job + gap;
      gap = Math.ceil(1.3 * gap);
      now += 2_000;
      interrupted.send({ kind: 'pauseTraining' });
    });
    const pauses: number[] = [];
    let ending = atRest(interrupted);
    interrupted.send(start);
    for (let end = await ending; end.kind === 'trainingPaused'; end = await ending) {
      pauses.push(end.progress.step);
      ending = atRest(interrupted);
      interrupted.send(resumeCommand(hyperparameters));
    }
    expect(pauses.length).toBeGreaterThan(3);
    const [actual, expected] = [interrupted, whole].map(({ events }) => lastCheckpoint(events).bytes);
    if (!actual || !expected) throw new Error('a run left no checkpoint');
    expectSameWeights(actual, expected);
    const [ofActual, ofExpected] = [actual, expected].map((bytes) => decodeCheckpoint(bytes, 'id').history);
    expect(ofActual).toEqual(ofExpected);
  });

  it('leaves no tensor and no memory behind where a step is given up', async () => {
    const page = hostOfPage();
    page.send({ ...start, pauseAfterSteps: 2 });
    await atRest(page);
    const backend = tf.backend();
    if (!(backend instanceof WasmBackend)) throw new Error('the backend is not WASM');
    const before = { tensors: tf.memory().numTensors, bytes: backend.heap.usedBytes };
    for (const job of [1, 4, 9, 16]) {
      const seen = { count: 0 };
      beforeJobs((count) => {
        seen.count = count;
        if (count !== job) return;
        now += 2_000;
        page.send({ kind: 'pauseTraining' });
      });
      const rest = atRest(page);
      page.send(resumeCommand(hyperparameters));
      expect(await rest).toMatchObject({ kind: 'trainingPaused', progress: { step: 2 } });
      vi.mocked(JobMaster.prototype.run).mockRestore();
      // What else is computed behind a pause is computed before the next command.
      await new Promise((resolve) => setTimeout(resolve));
    }
    expect({ tensors: tf.memory().numTensors, bytes: backend.heap.usedBytes }).toEqual(before);
  });
});

describe('a command that comes in the middle of a step', () => {
  const start = { ...startCommand(dense), backend: 'wasm' } as const;

  it('does not end one that has taken less than a second', async () => {
    const page = hostOfPage();
    beforeJobs((job) => {
      if (job === 5) page.send({ kind: 'pauseTraining' });
    });
    page.send(start);
    expect(await atRest(page)).toMatchObject({ kind: 'trainingPaused', progress: { step: 1 } });
  });

  it('does not end it where it can wait: it is executed behind the step', async () => {
    const page = hostOfPage();
    beforeJobs((job) => {
      now += 2_000;
      if (job === 5) page.send({ kind: 'saveCheckpoint' });
    });
    page.send(start);
    expect(await atRest(page)).toMatchObject({ kind: 'trainingFinished' });
    const taken = page.events.flatMap((event) => (event.kind === 'checkpointTaken' ? [event] : []));
    expect(taken[0]?.checkpoint.summary).toMatchObject({ reason: 'requested', step: 1 });
  });

  it('ends it where it is Stop', async () => {
    const page = hostOfPage();
    beforeJobs((job) => {
      now += 2_000;
      if (job === 5) page.send({ kind: 'stopTraining' });
    });
    page.send(start);
    expect(await atRest(page)).toMatchObject({ kind: 'trainingStopped', progress: { step: 0 } });
  });

  it('is answered before the loss of the next batch is computed, which is added to the checkpoint afterwards', async () => {
    const page = hostOfPage();
    beforeJobs((job) => {
      now += 2_000;
      if (job === 5) page.send({ kind: 'pauseTraining' });
    });
    page.send({ ...start, evaluatesAtEnd: false });
    await atRest(page);
    await vi.waitFor(() => expect(lastCheckpoint(page.events).summary.nextLoss).not.toBeNull());
    const kinds = page.events.map(({ kind }) => kind).filter((kind) => kind !== 'stillComputing');
    expect(kinds.slice(-3)).toEqual(['checkpointTaken', 'trainingPaused', 'checkpointTaken']);
  });

  it('does not end the loss of the next batch where it is the page’s own question about what the network sees', async () => {
    const page = hostOfPage();
    const live: TrainingCommand = {
      kind: 'inspect',
      requestId: 1,
      subject: { kind: 'presentRun' },
      question: { kind: 'live', units: null },
      backend: 'wasm',
    };
    let isAsked = false;
    beforeJobs((job) => {
      now += 2_000;
      if (job === 5) page.send({ kind: 'pauseTraining' });
      // What is computed behind the pause is that loss.
      if (isAsked || !page.events.some(({ kind }) => kind === 'trainingPaused')) return;
      isAsked = true;
      page.send(live);
    });
    page.send({ ...start, evaluatesAtEnd: false });
    await atRest(page);
    await vi.waitFor(() => expect(page.events.at(-1)?.kind).toBe('inspected'));
    expect(lastCheckpoint(page.events).summary.nextLoss).not.toBeNull();
  });

  it('puts an evaluation off until the run is paused', async () => {
    const page = hostOfPage();
    let isPaused = false;
    page.onEvent(({ kind }) => {
      if (kind === 'evaluationStarted') now += 2_000;
    });
    beforeJobs((job) => {
      if (job === 5) page.send({ kind: 'evaluateTestSet' });
      if (!isPaused && page.events.at(-1)?.kind === 'evaluationStarted') {
        isPaused = true;
        now += 2_000;
        page.send({ kind: 'pauseTraining' });
      }
    });
    page.send(start);
    expect(await atRest(page)).toMatchObject({ kind: 'trainingPaused', progress: { step: 1 } });
    await vi.waitFor(() => expect(page.events.map(({ kind }) => kind)).toContain('testSetEvaluated'));
    const kinds = page.events.map(({ kind }) => kind);
    expect(kinds.indexOf('testSetEvaluated')).toBeGreaterThan(kinds.indexOf('trainingPaused'));
  });
});

it('a step that takes minutes says so every second', async () => {
  const page = hostOfPage();
  beforeJobs(() => {
    now += 700;
  });
  page.send({ ...startCommand({ ...dense, maxSteps: 1 }), backend: 'wasm' });
  await atRest(page);
  const seconds = page.events.flatMap((event) => (event.kind === 'stepUnderWay' ? [event.seconds] : []));
  expect(seconds.length).toBeGreaterThan(5);
  expect(seconds).toEqual([...seconds].sort((a, b) => a - b));
});

it('a validation that was given up for a pause is done before the next step', async () => {
  const validated = { ...small, hiddenUnits: 1, batchSize: 5_000, maxSteps: 10, validationImages: 5_000 };
  const page = hostOfPage();
  const itemsOfPass = Math.ceil(1_000 / 16);
  let isAsked = false;
  beforeJobs((_, kernel, items) => {
    if (isAsked || kernel !== 'scalePictures' || items !== itemsOfPass) return;
    isAsked = true;
    now += 2_000;
    page.send({ kind: 'pauseTraining' });
  });
  page.send({ ...startCommand(validated), backend: 'wasm' });
  expect(await atRest(page)).toMatchObject({ kind: 'trainingPaused', progress: { step: 9 } });
  expect(page.events.filter(({ kind }) => kind === 'validated')).toEqual([]);
  page.send(resumeCommand(validated));
  await atRest(page);
  const points = page.events.flatMap((event) => (event.kind === 'validated' ? [event.point.step] : []));
  expect(points).toEqual([9, 10]);
});
