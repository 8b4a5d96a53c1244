import { describe, expect, it } from 'vitest';
import type { CheckpointReason, CheckpointSummary } from '../../../src/checkpoint/checkpoint.ts';
import type { StoredCheckpoint } from '../../../src/checkpoint/storedCheckpoint.ts';
import { emptyHistory } from '../../../src/history/history.ts';
import { checkpointWith } from '../../fixtures/checkpoints.ts';
import { promisesFollowed } from '../../fixtures/promisesFollowed.ts';
import { restoredEvent, sessionInMemory } from '../../fixtures/sessionInMemory.ts';

function summaryAt(step: number, reason: CheckpointReason, runId = 'cut-off'): CheckpointSummary {
  const { summary } = checkpointWith(2, step);
  return { ...summary, id: `${runId}-${reason}-${step}`, runId, reason, backend: 'wasm' };
}

function autosaveAt(step: number, runId?: string) {
  return { summary: summaryAt(step, 'autosaved', runId), bytes: Uint8Array.of(1, 2, 3) };
}

function stored(summary: CheckpointSummary): StoredCheckpoint {
  return { id: summary.id, summary, place: 'IndexedDB', byteLength: 1, isPinned: false, number: null };
}

const progress = { step: 150, epochs: 1.2, elapsedSeconds: 9, msPerStep: null, tensorCount: 4 };

describe('a visit after a run was cut off', () => {
  async function visit(contents: Partial<Parameters<typeof sessionInMemory>[0]>) {
    const played = sessionInMemory({ runs: [], checkpoints: [], autosaves: [autosaveAt(150)], ...contents });
    await played.session.open();
    return { ...played, unfinished: () => played.session.store.getState().unfinished };
  }

  it('offers to go on, restores the autosave on the backend that it was computed on, and trains on by itself', async () => {
    const { session, sent, emit, unfinished } = await visit({});
    expect(unfinished()).toMatchObject({ step: 150 });
    await session.unfinishedRun.goOn();
    expect(sent.at(-1)).toMatchObject({
      kind: 'restoreCheckpoint',
      purpose: 'continue',
      bytes: Uint8Array.of(1, 2, 3),
      backend: 'wasm',
    });
    const { summary } = autosaveAt(150);
    emit({
      kind: 'checkpointRestored',
      purpose: 'continue',
      summary,
      history: emptyHistory,
      progress,
      nextLoss: summary.nextLoss ?? 0,
    });
    expect(sent.at(-1)).toMatchObject({ kind: 'resumeTraining', runId: 'cut-off', pauseAfterSteps: null });
    expect(unfinished()).toBeNull();
  });

  it('goes on from a checkpoint of that run that is newer than its autosave', async () => {
    const { session, sent, unfinished } = await visit({
      checkpoints: [stored(summaryAt(1_000, 'scheduled'))],
    });
    expect(unfinished()).toMatchObject({ step: 1_000 });
    await session.unfinishedRun.goOn();
    expect(sent.at(-1)).toMatchObject({ id: 'cut-off-scheduled-1000' });
  });

  it('goes on from the autosave when that newer checkpoint is deleted', async () => {
    const checkpoints = [stored(summaryAt(1_000, 'scheduled'))];
    const { session, unfinished } = await visit({ checkpoints });
    checkpoints.length = 0;
    await session.deleteCheckpoint('cut-off-scheduled-1000');
    expect(unfinished()).toMatchObject({ step: 150, reason: 'autosaved' });
  });

  it('leaves a worker that computes on another backend than the run did', async () => {
    const { session, emit, training } = await visit({});
    const backend = {
      name: 'webgl',
      renderer: null,
      isSoftware: false,
      precision: 'single',
      threads: 1,
    } as const;
    emit({ kind: 'backendStarted', backend });
    await session.unfinishedRun.goOn();
    expect(training.endings).toBe(1);
    expect(session.store.getState()).toMatchObject({ backend: null, backendChoice: 'wasm' });
  });

  it.each(['finished', 'stopped'] as const)(
    'offers nothing of a run that has %s, and forgets its autosave',
    async (end) => {
      const { unfinished, unfinishedRuns } = await visit({ checkpoints: [stored(summaryAt(150, end))] });
      expect(unfinished()).toBeNull();
      expect(unfinishedRuns.size).toBe(0);
    },
  );

  it('keeps the offer where the checkpoint cannot be restored now', async () => {
    const { session, emit, unfinished } = await visit({});
    await session.unfinishedRun.goOn();
    emit({
      kind: 'restoreFailed',
      purpose: 'continue',
      failure: { code: 'backend-unavailable', details: { backend: 'wasm' } },
    });
    expect(unfinished()).toMatchObject({ step: 150 });
    expect(session.store.getState().notices).toMatchObject([{ place: 'checkpoints' }]);
  });

  it('puts it among the checkpoints when the person declines, or trains something else', async () => {
    const declined = await visit({});
    await declined.session.unfinishedRun.putAside();
    expect(declined.saved.map(({ summary }) => summary.step)).toEqual([150]);
    expect(declined.unfinishedRuns.size).toBe(0);
    expect(declined.unfinished()).toBeNull();

    const other = await visit({});
    other.session.startTraining();
    other.emit({ kind: 'trainingStarted', progress: { ...progress, step: 0 } });
    await promisesFollowed();
    expect(other.saved.map(({ summary }) => summary.runId)).toEqual(['cut-off']);
    expect(other.unfinishedRuns.size).toBe(0);
  });

  it('after two runs were cut off offers the later one, and loses none: they are saved in their order', async () => {
    const { session, saved, unfinished } = await visit({
      autosaves: [autosaveAt(300, 'later'), autosaveAt(150)],
    });
    expect(unfinished()).toMatchObject({ runId: 'later' });
    await session.unfinishedRun.putAside();
    expect(saved.map(({ summary }) => summary.runId)).toEqual(['cut-off', 'later']);
  });
});

describe('a run that begins before the autosaves are read', () => {
  async function begun() {
    let endWait = () => {};
    const autosavesRead = new Promise<void>((resolve) => {
      endWait = resolve;
    });
    const played = sessionInMemory({
      runs: [],
      checkpoints: [],
      autosaves: [autosaveAt(150)],
      autosavesRead,
    });
    const opening = played.session.open();
    await promisesFollowed();
    played.session.startTraining();
    played.emit({ kind: 'trainingStarted', progress: { ...progress, step: 0 } });
    const { run } = played.session.store.getState();
    const runId = 'run' in run && run.run ? run.run.id : '';
    const endReading = async () => {
      endWait();
      await opening;
      await promisesFollowed();
    };
    return { ...played, runId, endReading };
  }

  it('leaves the one that was cut off among the checkpoints', async () => {
    const { session, saved, unfinishedRuns, endReading } = await begun();
    expect(session.store.getState().run.kind).toBe('preparing');
    await endReading();
    expect(saved.map(({ summary }) => [summary.runId, summary.step])).toEqual([['cut-off', 150]]);
    expect(unfinishedRuns.size).toBe(0);
    expect(session.store.getState().unfinished).toBeNull();
  });

  it('is not taken for one that was cut off, and keeps its own autosave', async () => {
    const { session, unfinishedRuns, runId, endReading } = await begun();
    unfinishedRuns.set(runId, autosaveAt(300, runId));
    await endReading();
    await session.unfinishedRun.find();
    expect(session.store.getState().unfinished).toBeNull();
    expect([...unfinishedRuns.keys()]).toEqual([runId]);
  });
});

describe('a run that trains', () => {
  async function training() {
    const played = sessionInMemory({ runs: [], checkpoints: [], autosaves: [] });
    await played.session.open();
    played.session.startTraining();
    const { run } = played.session.store.getState();
    const runId = 'run' in run && run.run ? run.run.id : '';
    played.emit({ kind: 'trainingStarted', progress: { ...progress, step: 0 } });
    played.unfinishedRuns.set(runId, autosaveAt(150, runId));
    return { ...played, runId };
  }

  it('has no autosave any more once its last checkpoint is stored', async () => {
    const { emit, runId, unfinishedRuns } = await training();
    const checkpoint = { summary: summaryAt(2_000, 'finished', runId), bytes: Uint8Array.of(1), text: '' };
    emit({ kind: 'checkpointTaken', checkpoint, isUpdate: false });
    await promisesFollowed();
    expect(unfinishedRuns.size).toBe(0);
  });

  it('says that it cannot be autosaved, until it can', async () => {
    const { session, emit, runId } = await training();
    const autosave = autosaveAt(150, runId);
    emit({ kind: 'autosaved', autosave, failure: { code: 'storage-full', details: { neededBytes: 3 } } });
    expect(session.store.getState().notices).toMatchObject([{ failure: { code: 'storage-full' } }]);
    emit({ kind: 'autosaved', autosave, failure: null });
    expect(session.store.getState().notices).toEqual([]);
  });

  it('that was ended by a fault is offered no longer once it goes on from a checkpoint', async () => {
    const { session, emit, runId } = await training();
    const unfinished = () => session.store.getState().unfinished;
    emit({ kind: 'trainingFailed', failure: { code: 'backend-unavailable', details: { backend: 'wasm' } } });
    await promisesFollowed();
    expect(unfinished()).toMatchObject({ runId });

    const { summary } = autosaveAt(150, runId);
    const nextLoss = summary.nextLoss ?? 0;
    emit(restoredEvent(summary, progress, nextLoss));
    session.resumeTraining();
    emit({ kind: 'trainingStarted', progress });
    await promisesFollowed();
    expect(unfinished()).toBeNull();
  });

  it('that diverges leaves its last autosave as a checkpoint, and is not offered to go on', async () => {
    const { session, emit, saved, runId } = await training();
    emit({ kind: 'trainingFailed', failure: { code: 'diverged', details: { step: 160 } } });
    await promisesFollowed();
    expect(saved.map(({ summary }) => [summary.runId, summary.step])).toEqual([[runId, 150]]);
    expect(session.store.getState().unfinished).toBeNull();
  });
});
