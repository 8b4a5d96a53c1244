import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { immediatePace } from '../../../src/backend/pace.ts';
import { decodeCheckpoint } from '../../../src/checkpoint/codec.ts';
import type { HistogramPoint } from '../../../src/history/history.ts';
import type { PreparedPictures } from '../../../src/input/inputScaling.ts';
import { modelOf } from '../../../src/model/model.ts';
import { twoLayerNetwork } from '../../../src/network/twoLayerNetwork.ts';
import { MeasurementReader } from '../../../src/training/measurements.ts';
import type { TrainingEvent } from '../../../src/worker/training/protocol.ts';
import {
  lastCheckpoint,
  restoreCommand,
  resumeCommand,
  small,
  startCommand,
  startHostOn,
} from '../../fixtures/startedHost.ts';
import { syntheticData } from '../../fixtures/syntheticData.ts';

let data: PreparedPictures;
beforeAll(async () => {
  await tf.setBackend('cpu');
  data = syntheticData(1_000);
});
afterEach(() => vi.restoreAllMocks());

/** Diverges at step 10; the loss at step 0 is finite. */
const diverging = { ...small, learningRate: 1 };

function progressesIn(events: readonly TrainingEvent[]) {
  return events.flatMap((event) => ('progress' in event ? [event.progress] : []));
}

function pointsIn(events: readonly TrainingEvent[]) {
  return events.flatMap((event) => (event.kind === 'stepsCompleted' ? event.points : []));
}

/** As on a GPU, where further steps are submitted while the measurements of one are read. */
function readsTake(milliseconds: number): void {
  const { data: read } = tf.Tensor.prototype;
  vi.spyOn(tf.Tensor.prototype, 'data').mockImplementation(async function (this: tf.Tensor) {
    const values = await read.call(this);
    const isMeasurement = this.rank === 1 && this.size === 3;
    if (isMeasurement) await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return values;
  });
}

describe('the time per step', () => {
  /** A host whose run has one. */
  async function hostWithFigure() {
    const host = startHostOn(data);
    await host.host.handle(startCommand(small, 30));
    expect(progressesIn(host.events).at(-1)?.msPerStep).toBeGreaterThan(0);
    const until = host.events.length;
    return { ...host, later: () => progressesIn(host.events.slice(until)) };
  }

  it('of a run is not that of the run before, not even where the run is over after one step', async () => {
    const { host, later } = await hostWithFigure();
    await host.handle({ ...startCommand({ ...small, hiddenUnits: 4, maxSteps: 1 }), runId: 'next' });
    expect(later().map(({ msPerStep }) => msPerStep)).toEqual(later().map(() => null));
  });

  it('is not taken over from a run that a checkpoint replaces, of whatever batch size', async () => {
    const other = startHostOn(data);
    await other.host.handle(startCommand({ ...small, batchSize: 1 }, 3));
    const { host, later } = await hostWithFigure();
    await host.handle(restoreCommand('other', lastCheckpoint(other.events).bytes));
    expect(later()).toMatchObject([{ step: 3, msPerStep: null }]);
  });

  it('is a fork’s own, and stays with a run that was paused', async () => {
    const { host, events, later } = await hostWithFigure();
    await host.handle(resumeCommand({ ...small, maxSteps: 31 }));
    expect(later()[0]?.msPerStep).toBeGreaterThan(0);
    const until = events.length;
    await host.handle({ ...resumeCommand({ ...small, maxSteps: 32 }), runId: 'fork' });
    const [begun] = progressesIn(events.slice(until));
    expect(begun?.msPerStep).toBeNull();
  });
});

describe('a run that diverges while later steps are under way', () => {
  it('has come to the first step whose loss is no number, and nothing behind it is told', async () => {
    readsTake(20);
    const { host, events } = startHostOn(data);
    await host.handle(startCommand({ ...diverging, maxSteps: 30 }));
    expect(events.at(-1)).toMatchObject({ kind: 'trainingFailed', failure: { details: { step: 10 } } });
    expect(pointsIn(events).map(({ step }) => step)).toEqual([0, 10]);
    expect(progressesIn(events).at(-1)).toMatchObject({ step: 10, epochs: 10 * (10 / 50_000) });
  });

  it('is not validated behind that step', async () => {
    readsTake(20);
    const { host, events } = startHostOn(data);
    await host.handle(startCommand({ ...diverging, validationImages: 10, maxSteps: 12 }));
    expect(events.at(-1)).toMatchObject({ kind: 'trainingFailed', failure: { details: { step: 10 } } });
    expect(events.filter(({ kind }) => kind === 'validated')).toEqual([]);
  });

  it('has no histogram of logits none of which is a number', async () => {
    const logits: HistogramPoint[] = [];
    const reader = new MeasurementReader(modelOf(twoLayerNetwork.layers(small)), {
      point: () => {},
      logits: (point) => logits.push(point),
      layers: () => {},
    });
    reader.countLogits(0, tf.fill([2, 10], 1));
    reader.countLogits(100, tf.fill([2, 10], Number.NaN));
    await reader.settled();
    expect(logits.map(({ step }) => step)).toEqual([0]);
  });
});

describe('what was measured', () => {
  /** A host with a pace that the test decides on, by the number of completed steps. */
  function hostPacedBy(
    afterStep: (step: number) => void,
    contextLost: Promise<void> = new Promise(() => {}),
  ) {
    const between = immediatePace();
    let steps = 0;
    return startHostOn(data, {
      startBackend: async () => ({
        info: { name: 'cpu', renderer: null, isSoftware: false, precision: 'single', threads: 1 },
        pace: {
          async afterStep() {
            steps += 1;
            afterStep(steps);
            await between.afterStep();
          },
        },
        contextLost,
      }),
    });
  }

  it('before a step that fails is told, although it was still being read', async () => {
    readsTake(20);
    const { host, events } = hostPacedBy((step) => {
      if (step === 12) throw new RangeError('Array buffer allocation failed');
    });
    await host.handle(startCommand(small));
    expect(events.at(-1)).toMatchObject({ kind: 'trainingFailed' });
    expect(pointsIn(events).map(({ step }) => step)).toEqual([0, 10]);
    expect(progressesIn(events).at(-1)?.step).toBe(12);
  });

  it('before the GPU was lost is told before the loss is', async () => {
    let lose = () => {};
    const contextLost = new Promise<void>((resolve) => {
      lose = resolve;
    });
    const { host, events } = hostPacedBy((step) => {
      if (step === 15) lose();
    }, contextLost);
    await host.handle(startCommand(small));
    const lostAt = events.findIndex(({ kind }) => kind === 'trainingFailed');
    expect(pointsIn(events.slice(0, lostAt)).map(({ step }) => step)).toEqual([0, 10]);
    expect(progressesIn(events.slice(0, lostAt)).at(-1)?.step).toBe(15);
  });

  it.each(['stopTraining', 'pauseTraining'] as const)(
    'is told up to the divergence where %s comes before it is read',
    async (kind) => {
      readsTake(50);
      const { host, events } = hostPacedBy((step) => {
        if (step === 12) void host.handle({ kind });
      });
      await host.handle(startCommand(diverging));
      expect(events.at(-1)).toMatchObject({ kind: 'trainingFailed', failure: { details: { step: 10 } } });
      expect(progressesIn(events).at(-1)?.step).toBe(10);
    },
  );

  it.each([
    ['asked for', { kind: 'saveCheckpoint' }, 'requested'],
    ['taken on Stop', { kind: 'stopTraining' }, 'stopped'],
    ['taken on Pause', { kind: 'pauseTraining' }, 'paused'],
  ] as const)('is in a checkpoint that is %s in the midst of it', async (_, command, reason) => {
    readsTake(20);
    const { host, events } = hostPacedBy((step) => {
      if (step === 12) void host.handle(command);
    });
    await host.handle(startCommand(small));
    const taken = events.flatMap((event) => (event.kind === 'checkpointTaken' ? [event.checkpoint] : []));
    const bytes = taken.find(({ summary }) => summary.reason === reason)?.bytes ?? new Uint8Array();
    const { training } = decodeCheckpoint(bytes, 'id').history;
    expect(training.map(({ step }) => step)).toEqual([0, 10]);
  });
});
