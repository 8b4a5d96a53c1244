import { describe, expect, it } from 'vitest';
import { promisesFollowed } from '../../fixtures/promisesFollowed.ts';
import { recordOfRun } from '../../fixtures/runRecords.ts';
import { sessionInMemory } from '../../fixtures/sessionInMemory.ts';

const progress = { step: 150, epochs: 1.2, elapsedSeconds: 9, msPerStep: null, tensorCount: 4 };

async function withTicked(...ids: readonly string[]) {
  const runs = ['a', 'b'].map((id) => recordOfRun(id, 200));
  const played = sessionInMemory({ runs, checkpoints: [] });
  const { session } = played;
  await session.open();
  for (const id of ids) await session.runs.setRunShown(id, true);
  return { ...played, shown: () => session.store.getState().shownRuns.map(({ summary }) => summary) };
}

describe('runs that are ticked to be compared', () => {
  it('grow while they train', async () => {
    const { session, emit, shown } = await withTicked('a');
    session.startTraining();
    emit({ kind: 'trainingPaused', progress });
    await promisesFollowed();
    const [present] = session.store.getState().runs.filter(({ id }) => id !== 'a' && id !== 'b');
    await session.runs.setRunShown(present?.id ?? '', true);
    emit({ kind: 'trainingPaused', progress: { ...progress, step: 170 } });
    await promisesFollowed();
    expect(shown()).toMatchObject([
      { id: 'a', step: 200 },
      { id: present?.id, step: 170 },
    ]);
  });

  it('have the name that they are given', async () => {
    const { session, shown } = await withTicked('a', 'b');
    await session.runs.renameRun('b', 'wider');
    expect(shown()).toMatchObject([{ name: 'a' }, { name: 'wider' }]);
  });

  it('are no more when they are deleted', async () => {
    const { session, shown } = await withTicked('a', 'b');
    await session.runs.deleteRun('a');
    expect(shown()).toMatchObject([{ id: 'b' }]);
  });
});

describe('a run whose record was deleted while the page shows it', () => {
  it('is put on record again when it is trained on, and not when it is looked at', async () => {
    const { session, emit, records } = sessionInMemory({ runs: [], checkpoints: [] });
    await session.open();
    session.startTraining();
    emit({ kind: 'trainingPaused', progress });
    await promisesFollowed();
    const [id = ''] = records.keys();
    await session.runs.deleteRun(id);
    emit({ kind: 'trainingPaused', progress });
    await promisesFollowed();
    expect([...records.keys()]).toEqual([]);

    emit({ kind: 'trainingPaused', progress: { ...progress, step: 151 } });
    await promisesFollowed();
    expect([...records.keys()]).toEqual([id]);
  });
});
