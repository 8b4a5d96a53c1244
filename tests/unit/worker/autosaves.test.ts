import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Autosave } from '../../../src/checkpoint/autosaves.ts';
import type { PreparedPictures } from '../../../src/input/inputScaling.ts';
import type { TrainingEvent } from '../../../src/worker/training/protocol.ts';
import {
  expectSameWeights,
  lastCheckpoint,
  restoreCommand,
  resumeCommand,
  small,
  startCommand,
  startHostOn,
  weightsIn,
} from '../../fixtures/startedHost.ts';
import { syntheticData } from '../../fixtures/syntheticData.ts';

let data: PreparedPictures;
beforeAll(async () => {
  await tf.setBackend('cpu');
  data = syntheticData(1_000);
});

function autosavesIn(events: readonly TrainingEvent[]) {
  return events.filter((event) => event.kind === 'autosaved');
}

describe('a run that trains', () => {
  it('is autosaved again and again, and goes on from there on another host, bit for bit', async () => {
    const stored: Autosave[] = [];
    const first = startHostOn(data, {
      autosaveEveryMs: 0,
      saveAutosave: async ({ summary, bytes }) => {
        stored.push({ summary, bytes: bytes.slice() });
      },
    });
    await first.host.handle(startCommand(small));
    const cutOff = stored.find(({ summary }) => summary.step >= 17);
    if (!cutOff) throw new Error('nothing was autosaved');
    expect(cutOff.summary).toMatchObject({ reason: 'autosaved', runId: 'run' });

    const second = startHostOn(data);
    const { bytes, summary } = cutOff;
    await second.host.handle(restoreCommand(summary.id, bytes));
    expect(second.events.at(-1)).toMatchObject({
      kind: 'checkpointRestored',
      nextLoss: summary.nextLoss,
    });
    await second.host.handle(resumeCommand(small));
    expectSameWeights(lastCheckpoint(second.events).bytes, lastCheckpoint(first.events).bytes);
  });

  it('waits for the time between two to pass', async () => {
    const { host, events } = startHostOn(data, { autosaveEveryMs: 60_000 });
    await host.handle(startCommand(small));
    expect(autosavesIn(events)).toEqual([]);
  });

  it('trains on where an autosave cannot be stored, and hands it to the page with the reason', async () => {
    const { host, events } = startHostOn(data, {
      autosaveEveryMs: 0,
      saveAutosave: async () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    });
    await host.handle(startCommand(small));
    expect(events.at(-1)?.kind).toBe('trainingFinished');
    const [autosaved] = autosavesIn(events);
    expect(autosaved).toMatchObject({ failure: { code: 'storage-full' } });
    expect(weightsIn(autosaved?.autosave.bytes ?? new Uint8Array())).not.toEqual([]);
  });

  it('is autosaved when it pauses', async () => {
    const { host, events } = startHostOn(data);
    await host.handle(startCommand(small, 3));
    expect(autosavesIn(events).map(({ autosave }) => autosave.summary.step)).toEqual([3]);
  });

  it('is not where it is a trial of a sweep, which begins anew', async () => {
    const { host, events } = startHostOn(data, { autosaveEveryMs: 0 });
    await host.handle({ ...startCommand(small), evaluatesAtEnd: false });
    expect(autosavesIn(events)).toEqual([]);
  });
});

describe('a run that diverges', () => {
  it('between two measured steps is stopped by the autosave, which is not kept', async () => {
    const { host, events } = startHostOn(data, { autosaveEveryMs: 0 });
    await host.handle(startCommand({ ...small, learningRate: 1 }));
    const failed = events.at(-1);
    if (failed?.kind !== 'trainingFailed' || failed.failure.code !== 'diverged') {
      throw new Error(`the last event is ${failed?.kind}`);
    }
    expect(failed.failure.details.step % 10).not.toBe(0);
    for (const { autosave } of autosavesIn(events)) {
      const numbers = weightsIn(autosave.bytes).flatMap(([, values]) => values);
      expect(numbers.every(Number.isFinite)).toBe(true);
      expect(autosave.summary.step).toBeLessThan(failed.failure.details.step);
    }
  });

  it('tells all that was measured, to the loss that is no number, before it fails', async () => {
    const { host, events } = startHostOn(data);
    await host.handle(startCommand({ ...small, learningRate: 1 }));
    expect(events.at(-1)?.kind).toBe('trainingFailed');
    const points = events.flatMap((event) => (event.kind === 'stepsCompleted' ? event.points : []));
    expect(points.map(({ step, loss }) => [step, Number.isFinite(loss)])).toEqual([
      [0, true],
      [10, false],
    ]);
  });

  it('cannot be saved on Pause either', async () => {
    const { host, events } = startHostOn(data);
    await host.handle(startCommand({ ...small, learningRate: 1 }, 9));
    expect(events.at(-1)).toMatchObject({
      kind: 'trainingFailed',
      failure: { code: 'diverged', details: { step: 9 } },
    });
    expect(events.some(({ kind }) => kind === 'checkpointTaken' || kind === 'autosaved')).toBe(false);
  });
});
