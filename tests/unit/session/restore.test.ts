import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/runs/runRecord.ts';
import { histogramOf } from '../../../src/training/histogram.ts';
import { emptyHistory } from '../../../src/training/history.ts';
import { checkpointWith } from '../../fixtures/checkpoints.ts';
import { sessionInMemory } from '../../fixtures/sessionInMemory.ts';

const { summary } = checkpointWith(2, 150);
const progress = { step: 150, epochs: 1.2, elapsedSeconds: 9, msPerStep: null, tensorCount: 4 };

function record(id: string, step: number): RunRecord {
  return {
    summary: {
      id,
      name: id,
      startedAt: `2026-11-24T12:00:00.00${step % 10}Z`,
      network: 'two-layer',
      hyperparameters: summary.hyperparameters,
      backend: 'wasm',
      step,
      epochs: 1,
      elapsedSeconds: 1,
      trainAccuracy: null,
      trainLoss: null,
      validationAccuracy: null,
      testAccuracy: null,
      testEvaluations: 0,
      parent: null,
    },
    history: emptyHistory,
    logits: [0, 100, 200].map((at) => ({ step: at, histogram: histogramOf(Float32Array.of(step)) })),
    layers: [0, 100, 200].map((at) => ({ step: at, layers: [] })),
    log: [`the log of ${id}`],
  };
}

describe('restoring a checkpoint of another run than the one that is shown', () => {
  const stored = { id: summary.id, summary, place: 'localStorage', byteLength: 1, isPinned: false } as const;

  async function restored() {
    const surroundings = sessionInMemory({
      runs: [record('shown', 301), record('run', 250)],
      checkpoints: [stored],
    });
    const { session, emit } = surroundings;
    await session.open();
    await session.restoreCheckpoint(summary.id);
    emit({
      kind: 'checkpointRestored',
      summary,
      history: emptyHistory,
      progress,
      nextLoss: summary.nextLoss ?? Number.NaN,
    });
    return surroundings;
  }

  it('brings back that run’s log, and its histograms up to that step', async () => {
    const { session } = await restored();
    const { log, logitsHistograms, layersPoints } = session.store.getState();
    expect(log).toEqual(['the log of run', 'Restored checkpoint at step 150']);
    for (const points of [logitsHistograms, layersPoints]) {
      expect(points.map(({ step }) => step)).toEqual([0, 100]);
    }
  });

  it('leaves both records as they were', async () => {
    const { records } = await restored();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(records.get('shown')).toEqual(record('shown', 301));
    expect(records.get('run')).toEqual(record('run', 250));
  });
});

describe('choosing a backend while an earlier run is only looked at', () => {
  it('restores nothing: its weights are not loaded', async () => {
    const { session, sent } = sessionInMemory({ runs: [record('run', 150)], checkpoints: [] });
    await session.open();
    expect(session.store.getState().run.kind).toBe('opened');
    await session.chooseBackend('webgl');
    expect(sent).toEqual([]);
  });
});
