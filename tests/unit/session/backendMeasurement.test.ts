import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FailureData } from '../../../src/failure.ts';
import {
  type BackendMeasurement,
  fastestMsPerStep,
  type MeasurementEvent,
  measurementAfter,
} from '../../../src/session/state/backendMeasurement.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';
import { sessionInMemory } from '../../fixtures/sessionInMemory.ts';

const step = { network: 'two-layer', hyperparameters: articleHyperparameters };
const noGpu: FailureData = { code: 'backend-unavailable', details: { backend: 'webgpu' } };

function stateAfter(...events: MeasurementEvent[]): BackendMeasurement {
  return events.reduce(measurementAfter, { kind: 'idle' });
}

const timed = (msPerStep: number): MeasurementEvent => ({
  kind: 'presentBackendTimed',
  timing: { msPerStep, steps: 5 },
});

describe('measuring the backends', () => {
  it('takes one after the other, and keeps why one could not be timed', () => {
    const measuring = stateAfter({ kind: 'measurementRequested', step }, timed(4));
    expect(measuring).toMatchObject({ kind: 'measuring', present: 'webgpu' });
    const measured = stateAfter(
      { kind: 'measurementRequested', step },
      timed(4),
      { kind: 'presentBackendFailed', failure: noGpu },
      timed(30),
      timed(900),
    );
    expect(measured).toMatchObject({
      kind: 'measured',
      results: [
        { kind: 'timed', name: 'webgl' },
        { kind: 'notTimed', name: 'webgpu', failure: noGpu },
        { kind: 'timed', name: 'wasm' },
        { kind: 'timed', name: 'cpu' },
      ],
    });
    expect(measured.kind === 'measured' && fastestMsPerStep(measured.results)).toBe(4);
  });

  it('ends without a result when it is cancelled', () => {
    expect(
      stateAfter({ kind: 'measurementRequested', step }, timed(4), { kind: 'measurementCancelled' }),
    ).toEqual({
      kind: 'idle',
    });
  });

  it('knows no fastest where nothing could be timed', () => {
    expect(fastestMsPerStep([{ kind: 'notTimed', name: 'webgpu', failure: noGpu }])).toBeNull();
  });
});

describe('a session that measures the backends', () => {
  async function measuring() {
    const played = sessionInMemory({ runs: [], checkpoints: [] });
    await played.session.open();
    played.session.measurement.start();
    return played;
  }

  it('asks a fresh worker for each backend, with the step as it was configured at the start', async () => {
    const { session, sent, measuring: worker } = await measuring();
    session.setField('batchSize', '100');
    for (const msPerStep of [4, 5, 30])
      worker.emit({ kind: 'backendMeasured', timing: { msPerStep, steps: 9 } });
    expect(worker.sent.map((command) => command.kind === 'measureBackend' && command.backend)).toEqual([
      'webgl',
      'webgpu',
      'wasm',
      'cpu',
    ]);
    for (const command of worker.sent) expect(command).toMatchObject(step);
    expect(worker.endings).toBe(4);
    expect(sent).toEqual([]);
  });

  it('goes on with the next one when a backend cannot be had', async () => {
    const { session, measuring: worker } = await measuring();
    worker.emit({ kind: 'requestFailed', request: 'measureBackend', failure: noGpu });
    expect(session.store.getState().measurement).toMatchObject({
      kind: 'measuring',
      present: 'webgpu',
      results: [{ kind: 'notTimed', name: 'webgl' }],
    });
  });

  describe('of which one says nothing any more', () => {
    afterEach(() => {
      vi.useRealTimers();
    });

    it('ends it after two minutes, says so, and goes on with the next one', async () => {
      vi.useFakeTimers();
      const { session, measuring: worker } = await measuring();
      await vi.advanceTimersByTimeAsync(115_000);
      expect(session.store.getState().measurement).toMatchObject({ present: 'webgl', results: [] });
      const { endings } = worker;
      await vi.advanceTimersByTimeAsync(10_000);
      expect(worker.endings).toBe(endings + 1);
      expect(worker.sent.at(-1)).toMatchObject({ kind: 'measureBackend', backend: 'webgpu' });
      expect(session.store.getState().measurement).toMatchObject({
        present: 'webgpu',
        results: [
          {
            kind: 'notTimed',
            name: 'webgl',
            failure: { code: 'measurement-hung', details: { seconds: 120 } },
          },
        ],
      });
    });

    it('waits while it tells how far it is, and as long as plain JavaScript takes', async () => {
      vi.useFakeTimers();
      const { session, measuring: worker } = await measuring();
      for (const share of [0.2, 0.4, 0.6]) {
        await vi.advanceTimersByTimeAsync(100_000);
        worker.emit({ kind: 'preparationProgressed', stage: 'whitening', share });
      }
      expect(session.store.getState().measurement).toMatchObject({ present: 'webgl' });
      for (const msPerStep of [4, 5, 30])
        worker.emit({ kind: 'backendMeasured', timing: { msPerStep, steps: 9 } });
      await vi.advanceTimersByTimeAsync(600_000);
      expect(session.store.getState().measurement).toMatchObject({ kind: 'measuring', present: 'cpu' });
    });
  });

  it('ends the worker at once when it is cancelled, and asks for nothing more', async () => {
    const { session, measuring: worker } = await measuring();
    const { endings } = worker;
    session.measurement.cancel();
    expect(worker.endings).toBe(endings + 1);
    expect(worker.sent).toHaveLength(1);
    expect(session.store.getState().measurement).toEqual({ kind: 'idle' });
  });

  it('does not begin while a run is under way', async () => {
    const { session, measuring: worker } = sessionInMemory({ runs: [], checkpoints: [] });
    await session.open();
    session.startTraining();
    session.measurement.start();
    expect(worker.sent).toEqual([]);
  });
});
