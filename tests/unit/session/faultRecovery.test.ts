import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BackendName } from '../../../src/backend/backendInfo.ts';
import type { FailureData } from '../../../src/failure.ts';
import { emptyHistory } from '../../../src/history/history.ts';
import { runOf } from '../../../src/session/state/runState.ts';
import { checkpointWith, listed } from '../../fixtures/checkpoints.ts';
import { purposeAskedOf, sessionInMemory } from '../../fixtures/sessionInMemory.ts';
import { planWith } from '../../fixtures/sweeps.ts';

const gpuLost: FailureData = { code: 'gpu-lost', details: { step: 160 } };
const bytes = Uint8Array.of(1, 2, 3);
const endBytes = Uint8Array.of(4, 5, 6);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A run that trains on WebGL and has come to step 160. */
async function trainingSession(pauseAfterOneStep = false) {
  const played = sessionInMemory({ runs: [], checkpoints: [] });
  const { session, emit, sent } = played;
  await session.open();
  if (pauseAfterOneStep) session.trainOneStep();
  else session.startTraining();
  const runId = runOf(session.store.getState().run)?.id ?? '';
  const progress = (step: number) => ({ step, epochs: 1, elapsedSeconds: 9, msPerStep: 20, tensorCount: 4 });

  const play = {
    starts(name: BackendName = 'webgl') {
      emit({
        kind: 'backendStarted',
        backend: { name, renderer: null, isSoftware: false, precision: 'single', threads: 1 },
      });
      emit({ kind: 'trainingStarted', progress: progress(0) });
    },
    finishes(step: number) {
      const summary = { ...checkpointWith(2, step).summary, runId, id: `end-${step}` };
      const checkpoint = { summary, bytes: endBytes, text: null };
      emit({ kind: 'checkpointTaken', checkpoint, isUpdate: false });
      emit({ kind: 'trainingFinished', progress: progress(step) });
    },
    reaches(step: number, msPerStep = 20) {
      emit({
        kind: 'stepsCompleted',
        progress: { ...progress(step), msPerStep },
        points: [],
        logits: [],
        layers: [],
      });
    },
    autosaves(step: number) {
      const summary = { ...checkpointWith(2, step).summary, runId, id: `autosave-${step}` };
      played.unfinishedRuns.set(runId, { summary, bytes });
      emit({ kind: 'autosaved', autosave: { summary, bytes }, failure: null });
    },
    loses(failure = gpuLost) {
      emit({ kind: 'trainingFailed', failure });
    },
    restores(step: number) {
      const summary = { ...checkpointWith(2, step).summary, runId };
      emit({
        kind: 'checkpointRestored',
        purpose: purposeAskedOf(sent),
        summary,
        history: { ...emptyHistory, test: [{ step, accuracy: 0.4 }] },
        progress: progress(step),
        nextLoss: 2.4,
      });
    },
    refuses() {
      emit({
        kind: 'restoreFailed',
        purpose: purposeAskedOf(sent),
        failure: { code: 'backend-unavailable', details: { backend: 'webgl' } },
      });
    },
  };
  play.starts();
  play.reaches(160);
  return {
    ...played,
    ...play,
    runId,
    last: () => sent.at(-1),
    state: () => session.store.getState(),
    kind: () => session.store.getState().run.kind,
  };
}

describe('a run that loses its GPU', () => {
  it('goes on by itself on a fresh worker, on the same backend, from the last autosave, and the log says so', async () => {
    const run = await trainingSession();
    run.autosaves(150);
    run.session.setField('learningRate', '0.5');
    run.loses();
    expect(run.kind()).toBe('recovering');
    expect(run.training.endings).toBe(1);
    expect(run.last()).toMatchObject({ kind: 'restoreCheckpoint', bytes, backend: 'webgl' });
    run.restores(150);
    expect(run.last()).toMatchObject({
      kind: 'resumeTraining',
      runId: run.runId,
      parameters: { learningRate: 0.001 },
      pauseAfterSteps: null,
    });
    expect(run.state().log).toContain('GPU lost at step 160: going on from step 150');
    // The curves are those of the checkpoint; what stands in the fields waits, as ever.
    expect(run.state().history.test).toEqual([{ step: 150, accuracy: 0.4 }]);
    expect(run.state().fields.learningRate).toBe('0.5');
  });

  it('before anything of it was saved begins anew, which comes to the same', async () => {
    const run = await trainingSession();
    run.loses();
    expect(run.last()).toMatchObject({ kind: 'startTraining', runId: run.runId, backend: 'webgl' });
    expect(run.state().log).toContain('GPU lost at step 160: starting again');
    run.starts();
    run.reaches(1);
    expect(run.kind()).toBe('training');
  });

  it('three times, with nothing saved between, moves to WASM', async () => {
    const run = await trainingSession();
    run.autosaves(150);
    run.loses();
    run.restores(150);
    run.loses();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(run.last()).toMatchObject({ backend: 'webgl' });
    run.refuses();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(run.last()).toMatchObject({ kind: 'restoreCheckpoint', backend: 'wasm' });
    expect(run.state().backendChoice).toBe('wasm');
    expect(run.state().log).toContain('Backend changed from WebGL to WASM at step 150');
  });

  it('again and again, but gets on between, stays on its backend', async () => {
    const run = await trainingSession();
    for (let loss = 0; loss < 10; loss += 1) {
      run.autosaves(170 + loss);
      run.loses();
      expect(run.last()).toMatchObject({ kind: 'restoreCheckpoint', backend: 'webgl' });
      run.restores(170 + loss);
    }
    expect(run.last()).toMatchObject({ kind: 'resumeTraining' });
  });

  it('after its end is brought back at its end, though an autosave from before was told of later', async () => {
    const run = await trainingSession();
    run.finishes(160);
    run.autosaves(150);
    run.loses();
    expect(run.last()).toMatchObject({ kind: 'restoreCheckpoint', id: 'end-160', bytes: endBytes });
  });

  it('while it is paused is brought back, and stays paused', async () => {
    const run = await trainingSession();
    run.autosaves(160);
    run.session.pauseTraining();
    run.emit({ kind: 'trainingPaused', progress: { ...progressAt160 } });
    run.loses();
    expect(run.last()).toMatchObject({ kind: 'restoreCheckpoint' });
    run.restores(160);
    expect(run.kind()).toBe('paused');
    expect(run.last()).toMatchObject({ kind: 'restoreCheckpoint' });
  });

  it('while the test images are evaluated is evaluated all the same', async () => {
    const run = await trainingSession();
    run.autosaves(160);
    run.emit({ kind: 'trainingPaused', progress: progressAt160 });
    run.session.evaluateTestSet();
    await vi.advanceTimersByTimeAsync(0);
    run.emit({ kind: 'evaluationStarted' });
    run.loses();
    expect(run.state()).toMatchObject({ isEvaluating: false, pending: [] });
    run.restores(160);
    expect(run.last()).toEqual({ kind: 'evaluateTestSet' });
    expect(run.state().pending).toEqual(['evaluateTestSet']);
  });

  it('while files are exported delivers the same files all the same', async () => {
    const run = await trainingSession();
    run.autosaves(160);
    run.emit({ kind: 'trainingPaused', progress: progressAt160 });
    run.session.exportFiles('npz');
    run.loses();
    run.restores(160);
    expect(run.last()).toEqual({ kind: 'exportFiles', what: 'npz' });
    expect(run.state().pending).toEqual(['exportFiles']);
  });

  it('before anything of it was saved exports none of its first steps instead, and says that it did not', async () => {
    const run = await trainingSession();
    run.session.exportFiles('npz');
    run.loses();
    expect(run.last()).toMatchObject({ kind: 'startTraining' });
    expect(run.state().pending).toEqual([]);
    expect(run.state().notices).toEqual([
      { place: 'export', failure: { code: 'request-lost', details: {} } },
    ]);
    // Nor later, when it is brought back once more.
    run.autosaves(10);
    run.loses();
    run.restores(10);
    expect(run.last()).toMatchObject({ kind: 'resumeTraining' });
  });

  it('while it is to stop is stopped', async () => {
    const run = await trainingSession();
    run.autosaves(150);
    run.session.stopTraining();
    run.loses();
    run.restores(150);
    expect(run.kind()).toBe('stopping');
    expect(run.last()).toEqual({ kind: 'stopTraining' });
  });

  it('in its one step takes that step and no more', async () => {
    const run = await trainingSession(true);
    run.loses();
    expect(run.last()).toMatchObject({ kind: 'startTraining', pauseAfterSteps: 1 });
  });
});

describe('a run whose worker dies', () => {
  const died: FailureData = { code: 'worker-died', details: { reason: 'gone' } };

  it('again and again without getting on, where there is no GPU to leave, ends by that fault and is offered to go on', async () => {
    const run = await trainingSession();
    run.starts('wasm');
    run.autosaves(150);
    for (let loss = 0; loss < 3; loss += 1) {
      run.loses(died);
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(run.state().unfinished).toMatchObject({ runId: run.runId, step: 150 });
    expect(run.state().run).toMatchObject({ kind: 'failed', failure: died });
  });

  it('of a sweep’s trial begins the trial anew: it never looks at the test images', async () => {
    const { session, sent, emit } = sessionInMemory({ runs: [], checkpoints: [] });
    await session.open();
    await session.sweeps.start(planWith());
    const [start] = sent;
    const runId = runOf(session.store.getState().run)?.id ?? '';
    const summary = { ...checkpointWith(2, 1_000).summary, runId };
    emit({ kind: 'checkpointTaken', checkpoint: { summary, bytes, text: '' }, isUpdate: false });
    emit({ kind: 'trainingFailed', failure: died });
    expect(sent.at(-1)).toMatchObject({ ...start, evaluatesAtEnd: false });
    expect(session.store.getState().log.at(-1)).toBe('Worker lost at step 0: starting again');
    expect(session.store.getState().activeSweep).not.toBeNull();
  });
});

describe('a checkpoint that is being restored when the GPU is lost', () => {
  const { summary } = checkpointWith(2, 150);
  const stored = listed({ summary });

  async function restoring() {
    const played = sessionInMemory({ runs: [], checkpoints: [stored] });
    const { session, emit, sent } = played;
    await session.open();
    await session.restoreCheckpoint(summary.id);
    emit({
      kind: 'backendStarted',
      backend: { name: 'webgl', renderer: null, isSoftware: false, precision: 'single', threads: 1 },
    });
    return {
      ...played,
      loses: () => emit({ kind: 'trainingFailed', failure: gpuLost }),
      refuses: (failure: FailureData) => emit({ kind: 'restoreFailed', purpose: 'restore', failure }),
      restores: () =>
        emit({
          kind: 'checkpointRestored',
          purpose: 'restore',
          summary,
          history: emptyHistory,
          progress: { ...progressAt160, step: 150 },
          nextLoss: 2.4,
        }),
      last: () => sent.at(-1),
      state: () => session.store.getState(),
    };
  }

  it('is restored on a fresh worker, and the log says so', async () => {
    const run = await restoring();
    const command = run.last();
    run.loses();
    expect(run.state().run.kind).toBe('restoring');
    expect(run.training.endings).toBe(1);
    expect(run.sent).toEqual([command, command]);
    run.restores();
    expect(run.state().run.kind).toBe('paused');
    expect(run.state().log).toContain(
      'GPU lost while the checkpoint was restored: done again on a fresh worker',
    );
  });

  it('goes to WASM after the third time, and says why it failed where that is lost, too', async () => {
    const run = await restoring();
    for (let loss = 0; loss < 3; loss += 1) {
      run.loses();
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(run.sent).toHaveLength(4);
    expect(run.last()).toMatchObject({ kind: 'restoreCheckpoint', backend: 'wasm' });
    run.loses();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(run.sent).toHaveLength(4);
    expect(run.state().run).toMatchObject({ kind: 'failed', failure: gpuLost });
  });

  it('is not tried again where it is damaged', async () => {
    const run = await restoring();
    const failure: FailureData = { code: 'checkpoint-damaged', details: { id: summary.id } };
    run.refuses(failure);
    expect(run.sent).toHaveLength(1);
    expect(run.state().run.kind).toBe('idle');
    expect(run.state().notices).toEqual([{ place: 'checkpoints', failure }]);
  });

  it('does not leave a run behind that seems to be paused, though its worker is gone', async () => {
    const run = await trainingSession();
    run.autosaves(160);
    run.emit({ kind: 'trainingPaused', progress: progressAt160 });
    await run.session.restoreCheckpoint(summary.id);
    run.loses();
    const failure: FailureData = { code: 'checkpoint-damaged', details: { id: summary.id } };
    run.emit({ kind: 'restoreFailed', purpose: 'restore', failure });
    expect(run.kind()).toBe('failed');
  });
});

it('a run that diverges is not brought back: it would diverge again', async () => {
  const run = await trainingSession();
  run.autosaves(150);
  run.loses({ code: 'diverged', details: { step: 160 } });
  expect(run.kind()).toBe('failed');
});

describe('a worker that says nothing any more', () => {
  it('for two minutes is replaced', async () => {
    const run = await trainingSession();
    run.autosaves(150);
    await vi.advanceTimersByTimeAsync(115_000);
    expect(run.kind()).toBe('training');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(run.last()).toMatchObject({ kind: 'restoreCheckpoint' });
    expect(run.state().log).toContain('Worker silent for 120 s at step 160: going on from step 150');
  });

  it('is given more time where its steps take long, but another worker no more for that', async () => {
    const run = await trainingSession();
    run.autosaves(150);
    run.reaches(160, 60_000);
    await vi.advanceTimersByTimeAsync(900_000);
    expect(run.kind()).toBe('training');
    run.loses();
    const ended = run.training.endings;
    await vi.advanceTimersByTimeAsync(125_000);
    expect(run.training.endings).toBe(ended + 1);
  });

  it('is left alone while it tells of steps, or has nothing to do', async () => {
    const run = await trainingSession();
    for (let minute = 0; minute < 10; minute += 1) {
      await vi.advanceTimersByTimeAsync(60_000);
      run.reaches(160 + minute);
    }
    run.emit({ kind: 'trainingPaused', progress: progressAt160 });
    await vi.advanceTimersByTimeAsync(600_000);
    expect(run.kind()).toBe('paused');
  });

  it('is left alone while a step takes an hour, and gets on', async () => {
    const run = await trainingSession();
    for (let minute = 0; minute < 60; minute += 1) {
      await vi.advanceTimersByTimeAsync(60_000);
      run.emit({ kind: 'stepUnderWay', seconds: 60 * minute });
    }
    expect(run.kind()).toBe('training');
    expect(run.state().stepSeconds).toBe(59 * 60);
    run.reaches(161);
    expect(run.state().stepSeconds).toBe(0);
  });

  it('is not given up after a sleep of the machine, which is one long look', async () => {
    const run = await trainingSession();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 8 * 3_600_000);
    await vi.advanceTimersByTimeAsync(5_000);
    clock.mockRestore();
    expect(run.kind()).toBe('training');
  });
});

const progressAt160 = { step: 160, epochs: 1, elapsedSeconds: 9, msPerStep: 20, tensorCount: 4 };
