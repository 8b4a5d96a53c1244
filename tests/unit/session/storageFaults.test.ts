import { describe, expect, it } from 'vitest';
import { Failure } from '../../../src/failure.ts';
import { checkpointWith } from '../../fixtures/checkpoints.ts';
import { promisesFollowed } from '../../fixtures/promisesFollowed.ts';
import { restoredEvent, sessionInMemory } from '../../fixtures/sessionInMemory.ts';

const full = () => new Failure({ code: 'storage-full', details: { neededBytes: null } });
const progress = { step: 150, epochs: 1.2, elapsedSeconds: 9, msPerStep: null, tensorCount: 4 };

describe('storage that is full', () => {
  it('does not stop a run: the page says once that it is not recorded, until it is again', async () => {
    const { session, emit, faults } = sessionInMemory({ runs: [], checkpoints: [] });
    await session.open();
    const { summary } = checkpointWith(2, 150);
    faults.runStore = full();
    emit(restoredEvent(summary, progress, 2));
    await promisesFollowed();
    const [notice] = session.store.getState().notices;
    expect(notice).toMatchObject({ place: 'runs', failure: { code: 'storage-full' } });

    emit({ kind: 'trainingPaused', progress: { ...progress, step: 160 } });
    await promisesFollowed();
    expect(session.store.getState().notices[0]).toBe(notice);

    faults.runStore = null;
    emit({ kind: 'trainingPaused', progress: { ...progress, step: 170 } });
    await promisesFollowed();
    expect(session.store.getState().notices).toEqual([]);
    expect(session.store.getState().runs).toMatchObject([{ step: 170 }]);
  });

  it('is said again where a press has taken away what was said, and a run is still not recorded', async () => {
    const { session, emit, faults } = sessionInMemory({ runs: [], checkpoints: [] });
    await session.open();
    faults.runStore = full();
    session.startTraining();
    emit({ kind: 'trainingPaused', progress });
    await promisesFollowed();
    await session.runs.setRunShown('none', false);
    expect(session.store.getState().notices).toEqual([]);
    emit({ kind: 'trainingPaused', progress: { ...progress, step: 160 } });
    await promisesFollowed();
    expect(session.store.getState().notices).toMatchObject([{ place: 'runs' }]);
  });

  it('is said where a checkpoint is to be pinned', async () => {
    const { session, faults } = sessionInMemory({ runs: [], checkpoints: [] });
    faults.checkpointStores = full();
    await session.pinCheckpoint('id', true);
    expect(session.store.getState().notices).toMatchObject([
      { place: 'checkpoints', failure: { code: 'storage-full' } },
    ]);
  });
});

describe('pictures that the browser cleared while the page was open', () => {
  it('are asked for again as soon as a run misses them', async () => {
    const { session, emit, faults } = sessionInMemory({ runs: [], checkpoints: [] });
    await session.open();
    session.startTraining();
    faults.areBatchesGone = true;
    emit({ kind: 'trainingFailed', failure: { code: 'data-missing', details: { batch: 'test_batch' } } });
    await promisesFollowed();
    expect(session.store.getState().data).toMatchObject({ kind: 'incomplete', stored: [] });
  });
});
