import { afterEach, describe, expect, it, vi } from 'vitest';
import { textsOf } from '../../../src/configuration/parseHyperparameters.ts';
import type { FailureData } from '../../../src/failure.ts';
import { emptyHistory } from '../../../src/history/history.ts';
import { runOf } from '../../../src/session/state/runState.ts';
import { isWorthKeeping } from '../../../src/session/state/selectors.ts';
import { initialState, type SessionState } from '../../../src/session/state/sessionState.ts';
import type { SweepRecord } from '../../../src/sweep/sweepState.ts';
import { ranked } from '../../../src/sweep/sweepState.ts';
import { firstTrials } from '../../../src/sweep/trials.ts';
import type { TrainingCommand } from '../../../src/worker/training/protocol.ts';
import { promisesFollowed } from '../../fixtures/promisesFollowed.ts';
import { sessionInMemory } from '../../fixtures/sessionInMemory.ts';
import { planWith } from '../../fixtures/sweeps.ts';

const plan = planWith();
const trials = firstTrials(plan);
const accuracies = [0.31, 0.42, 0.35, 0.4];
const progress = { step: 20, epochs: 0.1, elapsedSeconds: 2, msPerStep: null, tensorCount: 4 };

async function openSession(sweeps: readonly SweepRecord[] = []) {
  const played = sessionInMemory({ runs: [], checkpoints: [], sweeps });
  const { session, emit, sent } = played;
  await session.open();

  return {
    ...played,
    state: () => session.store.getState(),
    starts: () => sent.filter((command) => command.kind === 'startTraining'),
    async start() {
      await session.sweeps.start(plan);
      await promisesFollowed();
    },
    /** The present run ends with this validation accuracy. */
    async finishes(accuracy: number) {
      emit({ kind: 'stepsCompleted', progress, points: [], logits: [], layers: [] });
      emit({ kind: 'validated', point: { step: 20, accuracy } });
      emit({ kind: 'trainingFinished', progress });
      await promisesFollowed();
    },
    async fails(failure: FailureData) {
      emit({ kind: 'trainingFailed', failure });
      await promisesFollowed();
    },
  };
}

function hyperparametersIn(starts: readonly TrainingCommand[]) {
  return starts.map((command) => (command.kind === 'startTraining' ? command.hyperparameters : null));
}

describe('the checkpoints of a sweep’s trials', () => {
  const result = (validationAccuracy: number) => ({
    trial: 0,
    hyperparameters: plan.base,
    runId: 'run',
    validationAccuracy,
    step: 20,
    seconds: 1,
  });
  const during: SessionState = {
    ...initialState,
    activeSweep: plan.id,
    sweeps: [{ plan, results: [result(0.4)], number: null }],
  };
  const withAccuracy = (accuracy: number): SessionState => ({
    ...during,
    history: { ...emptyHistory, validation: [{ step: 20, accuracy }] },
  });

  it('are kept of a trial that does better than all before, and of no other', () => {
    expect(isWorthKeeping(withAccuracy(0.41), 'finished')).toBe(true);
    expect(isWorthKeeping(withAccuracy(0.4), 'finished')).toBe(false);
    expect(isWorthKeeping(withAccuracy(0.41), 'scheduled')).toBe(false);
  });

  it('are kept where the person asked for them, and all of an ordinary run', () => {
    expect(isWorthKeeping(withAccuracy(0.1), 'requested')).toBe(true);
    expect(isWorthKeeping({ ...withAccuracy(0.1), activeSweep: null }, 'scheduled')).toBe(true);
  });
});

describe('a sweep', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('trains one trial after the other, each a run with a name of its own that leaves the test images alone', async () => {
    const played = await openSession();
    await played.start();
    for (const accuracy of accuracies) await played.finishes(accuracy);
    expect(hyperparametersIn(played.starts())).toEqual(trials);
    expect(played.starts().every((command) => 'evaluatesAtEnd' in command && !command.evaluatesAtEnd)).toBe(
      true,
    );
    const [sweep] = played.state().sweeps;
    expect(sweep?.results.map(({ validationAccuracy }) => validationAccuracy)).toEqual(accuracies);
    const runIds = sweep?.results.map(({ runId }) => runId) ?? [];
    expect(new Set(runIds).size).toBe(4);
    expect([...played.records.keys()]).toEqual(runIds);
    expect(played.state().activeSweep).toBeNull();
  });

  it('leaves what stands in the fields as it was, and its trials as they were planned', async () => {
    const { session, sent, emit, state, start } = await openSession();
    session.setField('learningRate', '0.5');
    await start();
    vi.useFakeTimers();
    emit({ kind: 'stepsCompleted', progress: { ...progress, step: 1 }, points: [], logits: [], layers: [] });
    session.setField('regConstant', '0.7');
    // Long after a run that is no sweep's would have taken it over.
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state().fields).toMatchObject({ learningRate: '0.5', regConstant: '0.7' });
    expect(sent.some(({ kind }) => kind === 'changeParameters')).toBe(false);
  });

  it('counts a trial that diverges as one without a result, and goes on', async () => {
    const played = await openSession();
    await played.start();
    await played.fails({ code: 'diverged', details: { step: 3 } });
    expect(played.state().sweeps[0]?.results[0]).toMatchObject({ trial: 0, validationAccuracy: null });
    expect(played.starts()).toHaveLength(2);
  });

  it('ends a trial whose time is up at a step that is still to come, which its record then has as its last', async () => {
    const played = await openSession();
    await played.session.sweeps.start({ ...plan, stepsPerTrial: 5_000, secondsPerTrial: 10 });
    const report = (step: number, elapsedSeconds: number) =>
      played.emit({
        kind: 'stepsCompleted',
        progress: { ...progress, step, elapsedSeconds, msPerStep: 20 },
        points: [],
        logits: [],
        layers: [],
      });
    report(400, 9.9);
    await promisesFollowed();
    expect(played.sent.at(-1)?.kind).toBe('startTraining');
    report(410, 10.1);
    report(412, 10.2);
    await promisesFollowed();
    const ends = played.sent.filter(({ kind }) => kind === 'changeParameters');
    expect(ends).toMatchObject([{ parameters: { maxSteps: 460 } }]);
    played.emit({
      kind: 'parametersChanged',
      changes: [{ step: 430, key: 'maxSteps', from: 5_000, to: 460 }],
    });
    await played.finishes(0.4);
    expect(played.state().sweeps[0]?.results[0]?.hyperparameters.maxSteps).toBe(460);
    expect(played.starts().at(-1)).toMatchObject({ hyperparameters: { maxSteps: 5_000 } });
  });

  it('waits where the machine is at fault, and tries the same trial again', async () => {
    const played = await openSession();
    await played.start();
    await played.fails({ code: 'data-missing', details: { batch: 'test_batch' } });
    expect(played.state().activeSweep).toBeNull();
    expect(played.state().sweeps[0]?.results).toEqual([]);
  });

  it('pauses with its run, and begins the cut-off trial anew', async () => {
    const played = await openSession();
    await played.start();
    await played.finishes(0.3);
    await played.session.sweeps.pause();
    expect(played.sent.at(-1)).toEqual({ kind: 'pauseTraining' });
    played.emit({ kind: 'trainingPaused', progress });
    await promisesFollowed();
    expect(played.starts()).toHaveLength(2);
    await played.session.sweeps.resume(played.state().sweeps[0]?.plan.id ?? '');
    expect(hyperparametersIn(played.starts())).toEqual([trials[0], trials[1], trials[1]]);
  });

  it('pauses when the person pauses or stops the run itself', async () => {
    for (const kind of ['trainingPaused', 'trainingStopped'] as const) {
      const played = await openSession();
      await played.start();
      played.emit({ kind, progress });
      await promisesFollowed();
      expect(played.state().activeSweep).toBeNull();
      expect(played.starts()).toHaveLength(1);
    }
  });

  it('waits after a reload, and then goes on with its first unfinished trial', async () => {
    const before = await openSession();
    await before.start();
    await before.finishes(0.3);
    await before.finishes(0.4);
    const after = await openSession([...before.sweepRecords.values()]);
    expect(after.state().activeSweep).toBeNull();
    expect(after.starts()).toEqual([]);
    await after.session.sweeps.resume(after.state().sweeps[0]?.plan.id ?? '');
    expect(hyperparametersIn(after.starts())).toEqual([trials[2]]);
  });

  it('shows its winner’s run, and puts its hyperparameters into the fields', async () => {
    const played = await openSession();
    await played.start();
    for (const accuracy of accuracies) await played.finishes(accuracy);
    const [sweep] = played.state().sweeps;
    await played.session.sweeps.openWinner(sweep?.plan.id ?? '');
    const [winner] = ranked(sweep?.results ?? []);
    expect(winner?.trial).toBe(1);
    expect(runOf(played.state().run)?.id).toBe(winner?.runId);
    expect(played.state().fields).toEqual(textsOf(trials[1] ?? plan.base));
  });

  it('trains its winner for three times the steps, and then looks at the test images', async () => {
    const played = await openSession();
    await played.start();
    for (const accuracy of accuracies) await played.finishes(accuracy);
    await played.session.sweeps.trainWinnerLonger(played.state().sweeps[0]?.plan.id ?? '');
    expect(played.sent.at(-1)).toMatchObject({
      hyperparameters: { ...trials[1], maxSteps: 60 },
      evaluatesAtEnd: true,
    });
  });

  it('is gone when it is deleted, and its runs stay', async () => {
    const played = await openSession();
    await played.start();
    await played.finishes(0.3);
    await played.session.sweeps.delete(played.state().sweeps[0]?.plan.id ?? '');
    expect(played.state()).toMatchObject({ sweeps: [], activeSweep: null });
    expect(played.sweepRecords.size).toBe(0);
    expect(played.records.size).toBeGreaterThan(0);
  });
});
