import { expect, it } from 'vitest';
import { emptyHistory } from '../../../src/history/history.ts';
import { checkpointWith } from '../../fixtures/checkpoints.ts';
import { promisesFollowed } from '../../fixtures/promisesFollowed.ts';
import { sessionInMemory } from '../../fixtures/sessionInMemory.ts';

const progress = { step: 150, epochs: 1.2, elapsedSeconds: 9, msPerStep: null, tensorCount: 4 };

it('a new run leaves the record of the run before it as it was, with its curves and its result', async () => {
  const { session, emit, records } = sessionInMemory({ runs: [], checkpoints: [] });
  const { summary } = checkpointWith(2, 150);
  const test = [{ step: 150, accuracy: 0.4 }];
  await session.open();
  emit({
    kind: 'checkpointRestored',
    purpose: 'restore',
    summary,
    history: { ...emptyHistory, test },
    progress,
    nextLoss: summary.nextLoss ?? Number.NaN,
  });
  session.startTraining();
  await promisesFollowed();

  expect(session.store.getState().history).toEqual(emptyHistory);
  const before = records.get(summary.runId);
  expect(before?.history.test).toEqual(test);
  expect(before?.log).toEqual(['Restored checkpoint at step 150']);
});
