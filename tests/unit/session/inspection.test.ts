import { describe, expect, it } from 'vitest';
import type { Predictions } from '../../../src/inspection/predictions.ts';
import { answerIn } from '../../../src/session/state/inspectionState.ts';
import { runOf } from '../../../src/session/state/runState.ts';
import type { InspectionQuestion } from '../../../src/worker/training/inspection/inspectionProtocol.ts';
import { checkpointWith } from '../../fixtures/checkpoints.ts';
import { promisesFollowed } from '../../fixtures/promisesFollowed.ts';
import { recordOfRun } from '../../fixtures/runRecords.ts';
import { sessionInMemory } from '../../fixtures/sessionInMemory.ts';

const progress = { step: 150, epochs: 1.2, elapsedSeconds: 9, msPerStep: null, tensorCount: 4 };
const question: InspectionQuestion = { kind: 'predictions', images: 'validation' };
const testQuestion: InspectionQuestion = { kind: 'predictions', images: 'test' };
const predictions: Predictions = {
  first: 0,
  labels: Uint8Array.of(3),
  predicted: Uint8Array.of(5),
  probabilities: new Float32Array(10),
};

/** A paused run at step 150. */
async function pausedSession() {
  const played = sessionInMemory({ runs: [], checkpoints: [] });
  const { session, emit, sent } = played;
  await session.open();
  session.startTraining();
  emit({ kind: 'trainingPaused', progress });
  const asked = () => sent.filter((command) => command.kind === 'inspect');
  return {
    ...played,
    asked,
    view: () => session.store.getState().inspection.views.predictions,
    answers(step: number) {
      const requestId = asked().at(-1)?.requestId ?? 0;
      const answer = { kind: 'predictions', images: 'validation', predictions } as const;
      emit({ kind: 'inspected', requestId, weights: { runId: 'run', step }, answer });
    },
    takesCheckpoint(reason: 'scheduled' | 'best' = 'scheduled', isUpdate = false) {
      const summary = { ...checkpointWith(2, 1_000).summary, reason };
      emit({
        kind: 'checkpointTaken',
        checkpoint: { summary, bytes: new Uint8Array(), text: null },
        isUpdate,
      });
    },
  };
}

describe('a view of what the network has learnt', () => {
  it('asks when it is opened, and keeps the answer with the step it is of', async () => {
    const played = await pausedSession();
    played.session.inspection.open('predictions', question);
    expect(played.view()).toMatchObject({ isPending: true, answer: null });
    await promisesFollowed();
    expect(played.asked()).toMatchObject([{ subject: { kind: 'presentRun' }, question }]);
    played.answers(150);
    expect(played.view()).toMatchObject({ isPending: false, answer: { weights: { step: 150 } } });
    expect(answerIn(played.view(), 'predictions')?.predictions).toBe(predictions);
  });

  it('asks again at checkpoints while it is open, and not after it is closed', async () => {
    const played = await pausedSession();
    played.session.inspection.open('predictions', question);
    await promisesFollowed();
    played.answers(150);
    played.takesCheckpoint();
    await promisesFollowed();
    expect(played.asked()).toHaveLength(2);
    played.answers(1_000);
    played.takesCheckpoint('best');
    played.takesCheckpoint('scheduled', true);
    await promisesFollowed();
    expect(played.asked()).toHaveLength(2);
    played.session.inspection.close('predictions');
    played.takesCheckpoint();
    await promisesFollowed();
    expect(played.asked()).toHaveLength(2);
  });

  it('follows the checkpoint that is looked at, one question at a time', async () => {
    const played = await pausedSession();
    const { inspection } = played.session;
    inspection.open('predictions', question);
    await promisesFollowed();
    for (const id of ['first', 'second', 'third']) inspection.setTarget({ kind: 'checkpoint', id });
    await promisesFollowed();
    expect(played.asked()).toHaveLength(1);
    played.answers(150);
    await promisesFollowed();
    expect(played.asked().at(-1)).toMatchObject({ subject: { kind: 'checkpoint', id: 'third' } });
    expect(played.asked()).toHaveLength(2);
    expect(played.view()?.isPending).toBe(true);
  });

  it('does not show the answer about weights that the slider has left for others, which it is held back about', async () => {
    const played = await pausedSession();
    const { inspection } = played.session;
    inspection.open('predictions', testQuestion);
    inspection.refresh('predictions');
    await promisesFollowed();
    inspection.setTarget({ kind: 'checkpoint', id: 'never evaluated' });
    expect(played.view()).toMatchObject({ isHeldBack: true, isPending: false, answer: null });
    played.answers(150);
    await promisesFollowed();
    expect(played.view()).toMatchObject({ isHeldBack: true, isPending: false, answer: null });

    inspection.refresh('predictions');
    inspection.setTarget({ kind: 'checkpoint', id: 'never evaluated either' });
    inspection.refresh('predictions');
    await promisesFollowed();
    expect(played.asked()).toHaveLength(2);
    expect(played.view()).toMatchObject({ isHeldBack: false, isPending: true });
    played.answers(1_000);
    await promisesFollowed();
    expect(played.asked().at(-1)).toMatchObject({ subject: { id: 'never evaluated either' } });
    expect(played.view()).toMatchObject({ isHeldBack: false, isPending: true, answer: null });
  });

  it('keeps to its own checkpoint where it has one', async () => {
    const played = await pausedSession();
    const { inspection, store } = played.session;
    inspection.open('comparison', question, { kind: 'checkpoint', id: 'other' });
    await promisesFollowed();
    inspection.setTarget({ kind: 'checkpoint', id: 'first' });
    await promisesFollowed();
    expect(played.asked()).toMatchObject([{ subject: { kind: 'checkpoint', id: 'other' } }]);
    expect(store.getState().inspection.target).toEqual({ kind: 'checkpoint', id: 'first' });
  });

  it('says why it has no answer, and keeps the one before', async () => {
    const played = await pausedSession();
    played.session.inspection.open('predictions', question);
    await promisesFollowed();
    played.answers(150);
    played.session.inspection.refresh('predictions');
    await promisesFollowed();
    const failure = { code: 'checkpoint-damaged', details: { id: 'x' } } as const;
    played.emit({ kind: 'inspectionFailed', requestId: played.asked().at(-1)?.requestId ?? 0, failure });
    expect(played.view()).toMatchObject({ isPending: false, failure, answer: { weights: { step: 150 } } });
  });

  it('waits for nothing once the worker is gone', async () => {
    const played = await pausedSession();
    played.session.inspection.open('predictions', question);
    await promisesFollowed();
    played.emit({ kind: 'trainingFailed', failure: { code: 'gpu-lost', details: { step: 150 } } });
    expect(played.view()?.isPending).toBe(false);
    played.session.inspection.setTarget({ kind: 'checkpoint', id: 'first' });
    await promisesFollowed();
    expect(played.asked()).toHaveLength(2);
  });

  it('says itself why it cannot be shown, where no run is there to be broken', async () => {
    const record = recordOfRun('other', 2_000);
    const { session, emit, records } = sessionInMemory({ runs: [record], checkpoints: [] });
    await session.open();
    session.inspection.open('predictions', question, { kind: 'checkpoint', id: 'of another run' });
    await promisesFollowed();
    const failure = { code: 'worker-died', details: { reason: 'gone' } } as const;
    emit({ kind: 'trainingFailed', failure });
    const { inspection, run } = session.store.getState();
    expect(inspection.views.predictions).toMatchObject({ isPending: false, failure });
    expect(run).toMatchObject({ kind: 'opened', run: { id: 'other' } });
    expect(records.get('other')).toEqual(record);
  });

  it('is empty once the pictures are deleted, and can be asked again', async () => {
    const played = await pausedSession();
    played.session.inspection.open('predictions', question);
    await promisesFollowed();
    played.answers(150);
    played.session.deleteDataset();
    expect(played.view()).toMatchObject({ isPending: false, answer: null });
    played.session.inspection.setTarget({ kind: 'checkpoint', id: 'first' });
    await promisesFollowed();
    expect(played.asked()).toHaveLength(2);
  });

  it('evaluates the network on the test images only when asked to, or shows what an evaluation has revealed', async () => {
    const played = await pausedSession();
    const { inspection } = played.session;
    inspection.open('predictions', testQuestion);
    played.takesCheckpoint();
    inspection.setTarget({ kind: 'checkpoint', id: 'first' });
    inspection.setTarget({ kind: 'presentRun' });
    await promisesFollowed();
    expect(played.asked()).toEqual([]);
    expect(played.view()).toMatchObject({ isHeldBack: true, isPending: false, answer: null });

    inspection.refresh('predictions');
    await promisesFollowed();
    expect(played.asked()).toHaveLength(1);
    expect(played.view()).toMatchObject({ isHeldBack: false, isPending: true });
    played.answers(150);

    const point = { step: 150, accuracy: 0.3 };
    const runId = runOf(played.session.store.getState().run)?.id ?? '';
    played.emit({ kind: 'testSetEvaluated', runId, point, testEvaluations: 1 });
    await promisesFollowed();
    expect(played.asked()).toHaveLength(2);
    played.answers(150);
    inspection.setTarget({ kind: 'presentRun' });
    await promisesFollowed();
    expect(played.asked()).toHaveLength(3);
  });

  it('counts a look at the test images by a checkpoint of another run in the record of that run, once a step', async () => {
    const { summary } = checkpointWith(2, 1_000);
    const record = recordOfRun('other', 2_000);
    const { session, emit, sent, records } = sessionInMemory({ runs: [record], checkpoints: [] });
    await session.open();
    for (let look = 0; look < 2; look++) {
      session.inspection.open('comparison', testQuestion, { kind: 'checkpoint', id: summary.id });
      await promisesFollowed();
      const asked = sent.at(-1);
      const requestId = asked?.kind === 'inspect' ? asked.requestId : 0;
      const answer = { kind: 'predictions', images: 'test', predictions } as const;
      emit({ kind: 'inspected', requestId, weights: { runId: 'other', step: 1_000 }, answer });
      await promisesFollowed();
    }
    expect(records.get('other')).toMatchObject({
      summary: { testEvaluations: 1, testAccuracy: 0 },
      history: { test: [{ step: 1_000, accuracy: 0 }] },
    });
    expect(session.store.getState().run).toMatchObject({ kind: 'opened', run: { testEvaluations: 1 } });
  });

  it('asks as soon as a run has weights where it was opened before, and only once', async () => {
    const { session, emit, sent } = sessionInMemory({ runs: [], checkpoints: [] });
    await session.open();
    session.inspection.open('predictions', question);
    session.startTraining();
    for (let report = 0; report < 3; report++) {
      emit({ kind: 'stepsCompleted', progress, points: [], logits: [], layers: [] });
      await promisesFollowed();
    }
    expect(sent.map(({ kind }) => kind)).toEqual(['startTraining', 'inspect']);
  });

  it('does not ask for the weights of a run whose record alone is there', async () => {
    const played = sessionInMemory({ runs: [], checkpoints: [] });
    await played.session.open();
    played.session.inspection.open('predictions', question);
    await promisesFollowed();
    expect(played.sent).toEqual([]);
  });
});
