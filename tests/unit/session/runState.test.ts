import { describe, expect, it } from 'vitest';
import { emptyHistory } from '../../../src/history/history.ts';
import { isBusy, type Run, type RunState, runStateAfter } from '../../../src/session/runState.ts';
import type { RunProgress } from '../../../src/worker/training/protocol.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';

const progress: RunProgress = { step: 0, epochs: 0, elapsedSeconds: 0, msPerStep: null, tensorCount: 4 };
const run: Run = {
  id: 'run',
  network: 'two-layer',
  hyperparameters: articleHyperparameters,
  progress,
  testEvaluations: 0,
  startedAt: '2026-11-24T12:00:00.000Z',
  parent: null,
};

function stateAfter(state: RunState, ...events: Parameters<typeof runStateAfter>[1][]): RunState {
  return events.reduce(runStateAfter, state);
}

describe('a run', () => {
  const started = stateAfter({ kind: 'idle' }, { kind: 'startRequested', run });

  it('is prepared until its first step is completed', () => {
    expect(started.kind).toBe('preparing');
    const running = stateAfter(started, {
      kind: 'stepsCompleted',
      progress: { ...progress, step: 1 },
      points: [],
      logits: [],
      layers: [],
    });
    expect(running).toMatchObject({ kind: 'training', run: { progress: { step: 1 } } });
  });

  it('is pausing until the worker says that it is paused', () => {
    const training: RunState = { kind: 'training', run };
    const pausing = stateAfter(training, { kind: 'pauseRequested' });
    expect(pausing.kind).toBe('pausing');
    expect(isBusy(pausing)).toBe(true);
    // Steps that were under way still count.
    const later = { ...progress, step: 12 };
    const paused = stateAfter(
      pausing,
      { kind: 'stepsCompleted', progress: later, points: [], logits: [], layers: [] },
      { kind: 'trainingPaused', progress: later },
    );
    expect(paused).toMatchObject({ kind: 'paused', run: { progress: { step: 12 } } });
    expect(isBusy(paused)).toBe(false);
  });

  it('that is only on record is none the worse for a fault', () => {
    const failure = { code: 'gpu-lost', details: { step: 0 } } as const;
    const opened: RunState = { kind: 'opened', run };
    expect(stateAfter(opened, { kind: 'trainingFailed', failure })).toBe(opened);
  });

  it('is looked at on record once the pictures are deleted', () => {
    const deleted = { kind: 'dataDeleted' } as const;
    expect(stateAfter({ kind: 'training', run }, deleted)).toEqual({ kind: 'opened', run });
    const restoring: RunState = { kind: 'restoring', before: { kind: 'paused', run } };
    expect(stateAfter(restoring, deleted)).toEqual({ kind: 'opened', run });
    expect(stateAfter({ kind: 'idle' }, deleted)).toEqual({ kind: 'idle' });
  });

  it.each([
    ['pauseRequested', 'pausing', 'trainingPaused', 'paused'],
    ['stopRequested', 'stopping', 'trainingStopped', 'stopped'],
  ] as const)('heeds what is asked for while it is prepared: %s', (asked, meanwhile, answer, atRest) => {
    const waiting = stateAfter(
      started,
      { kind: asked },
      { kind: 'preparationProgressed', stage: 'weights' },
      { kind: 'trainingStarted', progress },
    );
    expect(waiting.kind).toBe(meanwhile);
    expect(stateAfter(waiting, { kind: answer, progress }).kind).toBe(atRest);
  });

  it('keeps what is known of it when it fails', () => {
    const failed = stateAfter(
      { kind: 'training', run },
      { kind: 'trainingFailed', failure: { code: 'gpu-lost', details: { step: 7 } } },
    );
    expect(failed).toMatchObject({ kind: 'failed', run: { id: 'run' }, failure: { code: 'gpu-lost' } });
  });

  it('that is restored short of its last step is paused, and at its last step finished', () => {
    const restoredAt = (step: number) =>
      stateAfter(
        { kind: 'idle' },
        { kind: 'restoreRequested' },
        {
          kind: 'checkpointRestored',
          summary: {
            id: 'checkpoint',
            runId: 'run',
            savedAt: '2026-11-24T12:00:00.000Z',
            reason: 'paused',
            network: 'two-layer',
            hyperparameters: articleHyperparameters,
            step,
            slotsFrom: 0,
            epoch: 0,
            position: 0,
            elapsedSeconds: 1,
            testEvaluations: 0,
            trainLoss: null,
            trainAccuracy: null,
            validationAccuracy: null,
            testAccuracy: null,
            nextLoss: 2.3,
            backend: 'webgl',
          },
          history: emptyHistory,
          progress: { ...progress, step },
          nextLoss: 2.3,
        },
      ).kind;
    expect(restoredAt(150)).toBe('paused');
    expect(restoredAt(2_000)).toBe('finished');
  });

  it('is as it was before, when a checkpoint cannot be restored', () => {
    const paused: RunState = { kind: 'paused', run };
    const damaged = { code: 'checkpoint-damaged', details: { id: 'checkpoint' } } as const;
    expect(
      stateAfter(
        paused,
        { kind: 'restoreRequested' },
        { kind: 'requestFailed', request: 'restoreCheckpoint', failure: damaged },
      ),
    ).toEqual(paused);
  });
});
