import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyHistory } from '../../../src/history/history.ts';
import type { TrainingEvent } from '../../../src/worker/training/protocol.ts';
import { checkpointWith, listed } from '../../fixtures/checkpoints.ts';
import { recordOfRun } from '../../fixtures/runRecords.ts';
import { sessionInMemory } from '../../fixtures/sessionInMemory.ts';

const { summary } = checkpointWith(2, 150);
const progress = { step: 150, epochs: 1.2, elapsedSeconds: 9, msPerStep: null, tensorCount: 4 };

describe('restoring a checkpoint of another run than the one that is shown', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const stored = listed({ summary });

  const accepted: TrainingEvent = {
    kind: 'checkpointRestored',
    purpose: 'restore',
    summary,
    history: emptyHistory,
    progress,
    nextLoss: summary.nextLoss ?? Number.NaN,
  };

  async function restoring() {
    const environment = sessionInMemory({
      runs: [recordOfRun('shown', 301), recordOfRun('run', 250)],
      checkpoints: [stored],
    });
    await environment.session.open();
    await environment.session.restoreCheckpoint(summary.id);
    return environment;
  }

  async function restored() {
    const environment = await restoring();
    environment.emit(accepted);
    return environment;
  }

  it('brings back that run’s log, and its histograms and times up to that step', async () => {
    const { session } = await restored();
    const { log, logitsHistograms, layersPoints, stepTimes } = session.store.getState();
    expect(log).toEqual(['the log of run', 'Restored checkpoint at step 150']);
    for (const points of [logitsHistograms, layersPoints]) {
      expect(points.map(({ step }) => step)).toEqual([0, 100]);
    }
    expect(stepTimes.map(({ step }) => step)).toEqual([0, 100, 150]);
  });

  it('that is refused leaves nothing behind for the next one', async () => {
    const { session, emit } = await restoring();
    const failure = { code: 'checkpoint-damaged', details: { id: summary.id } } as const;
    emit({ kind: 'restoreFailed', purpose: 'restore', failure });
    emit(accepted);
    expect(session.store.getState().log).toEqual(['the log of shown', 'Restored checkpoint at step 150']);
  });

  it('leaves both records as they were', async () => {
    const { records } = await restored();
    // Long after a run that trains would have been recorded again.
    await vi.advanceTimersByTimeAsync(60_000);
    expect(records.get('shown')).toEqual(recordOfRun('shown', 301));
    expect(records.get('run')).toEqual(recordOfRun('run', 250));
  });
});

describe('choosing a backend while an earlier run is only looked at', () => {
  it('restores nothing: its weights are not loaded', async () => {
    const { session, sent } = sessionInMemory({ runs: [recordOfRun('run', 150)], checkpoints: [] });
    await session.open();
    expect(session.store.getState().run.kind).toBe('opened');
    await session.chooseBackend('webgl');
    expect(sent).toEqual([]);
  });
});
