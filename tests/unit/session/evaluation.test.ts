import { expect, it } from 'vitest';
import { promisesFollowed } from '../../fixtures/promisesFollowed.ts';
import { recordOfRun } from '../../fixtures/runRecords.ts';
import { sessionInMemory } from '../../fixtures/sessionInMemory.ts';

const progress = { step: 150, epochs: 1.2, elapsedSeconds: 9, msPerStep: null, tensorCount: 4 };
const point = { step: 150, accuracy: 0.4 };

it('an evaluation whose run is shown no longer ends all the same, and is counted where it belongs', async () => {
  const { session, emit, records } = sessionInMemory({ runs: [recordOfRun('other', 200)], checkpoints: [] });
  await session.open();
  session.startTraining();
  emit({ kind: 'trainingPaused', progress });
  await promisesFollowed();
  const [runId = ''] = [...records.keys()].filter((id) => id !== 'other');
  session.evaluateTestSet();
  emit({ kind: 'evaluationStarted' });
  await session.runs.openRun('other');

  emit({ kind: 'testSetEvaluated', runId, point, testEvaluations: 1 });
  await promisesFollowed();
  expect(session.store.getState()).toMatchObject({ isEvaluating: false, pending: [] });
  expect(session.store.getState().history.test).toEqual([]);
  expect(records.get(runId)).toMatchObject({ summary: { testEvaluations: 1, testAccuracy: 0.4 } });
});

it('deleting the pictures ends what was asked of the weights', async () => {
  const { session, emit } = sessionInMemory({ runs: [], checkpoints: [] });
  await session.open();
  session.startTraining();
  emit({ kind: 'trainingPaused', progress });
  session.evaluateTestSet();
  emit({ kind: 'evaluationStarted' });
  session.deleteDataset();
  expect(session.store.getState()).toMatchObject({ isEvaluating: false, pending: [] });
});
