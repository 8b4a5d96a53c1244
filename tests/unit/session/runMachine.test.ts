import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FailureData } from '../../../src/failure.ts';
import { histogramOf } from '../../../src/history/histogram.ts';
import type { RunEvent } from '../../../src/session/machine/event.ts';
import type { RunCommand } from '../../../src/session/machine/outcome.ts';
import { afterRunEvent } from '../../../src/session/machine/runMachine.ts';
import { isBusy, type RunState, runOf } from '../../../src/session/state/runState.ts';
import { initialState, type SessionState } from '../../../src/session/state/sessionState.ts';
import type { RestorePurpose } from '../../../src/worker/training/protocol.ts';
import {
  autosaved,
  backendStarted,
  cameToRest,
  checkpointBytes,
  checkpointLoaded,
  checkpointRestored,
  checkpointTaken,
  exportRequested,
  gpuLost,
  progressAt,
  restoreFailed,
  startRequested,
  stepsCompleted,
  trainingFailed,
  unavailable,
} from '../../fixtures/runEvents.ts';

const pauseRequested = { kind: 'pauseRequested' } as const;
const stopRequested = { kind: 'stopRequested' } as const;
const restoreRequested = { kind: 'restoreRequested' } as const;
const retryDue = { kind: 'retryDue' } as const;
const trainingStarted = { kind: 'trainingStarted', progress: progressAt(0) } as const;
const damaged: FailureData = { code: 'checkpoint-damaged', details: { id: 'stored' } };

/** The state after these events, and what the last of them has to be answered with. */
function play(state: SessionState, ...events: readonly RunEvent[]) {
  let commands: readonly RunCommand[] = [];
  for (const event of events) [state, commands] = afterRunEvent(state, event);
  return { state, run: state.run, commands, kinds: commands.map(named) };
}

/** A command by its name; one to the worker by the name that the worker knows. */
function named(command: RunCommand): string {
  return command.kind === 'send' ? command.command.kind : command.kind;
}

/** A run that trains on WebGL and has come to step 160. */
const { state: training } = play(
  initialState,
  startRequested(),
  backendStarted('webgl'),
  trainingStarted,
  stepsCompleted(160),
);
/** It rests at step 160, and has a checkpoint of that step. */
const { state: paused } = play(
  training,
  pauseRequested,
  checkpointTaken(160),
  cameToRest('trainingPaused', 160),
);
const { state: restoring } = play(paused, restoreRequested, checkpointLoaded());
const { state: moving } = play(paused, { kind: 'backendChosen', choice: 'wasm' });
const { state: recovering } = play(training, autosaved(150), trainingFailed());

describe('a run', () => {
  it('is prepared from its start until its first step is completed', () => {
    const started = play(initialState, startRequested());
    expect(started.kinds).toEqual(['startTraining']);
    expect(started.run).toMatchObject({ kind: 'preparing', stage: 'backend', run: { id: 'run' } });
    const begun = play(started.state, trainingStarted);
    expect(begun.run).toMatchObject({ kind: 'preparing', stage: 'shaders' });
    expect(begun.commands).toEqual([{ kind: 'putAutosavesAside', exceptOf: 'run' }]);
    expect(play(begun.state, stepsCompleted(1)).run).toMatchObject({
      kind: 'training',
      run: { progress: { step: 1 } },
    });
  });

  it('begins with empty curves, a log of its own, and nothing that was said before', () => {
    const before: SessionState = {
      ...paused,
      history: { ...paused.history, validation: [{ step: 10, accuracy: 0.4 }] },
      notices: [{ place: 'runs', failure: damaged }],
    };
    const { history, log, notices } = play(before, startRequested('next')).state;
    expect(history.validation).toEqual([]);
    expect(log).toHaveLength(1);
    expect(notices).toEqual([]);
  });

  it.each([
    [pauseRequested, 'pausing', 'pauseTraining', cameToRest('trainingPaused', 12), 'paused'],
    [stopRequested, 'stopping', 'stopTraining', cameToRest('trainingStopped', 12), 'stopped'],
  ] as const)(
    'does what is asked, and counts the steps that were under way: %j',
    (asked, meanwhile, command, answer, atRest) => {
      for (const state of [training, play(initialState, startRequested()).state]) {
        const waiting = play(state, asked);
        expect(waiting.kinds).toEqual([command]);
        const begun = play(waiting.state, trainingStarted, stepsCompleted(12));
        expect(begun.run).toMatchObject({ kind: meanwhile, run: { progress: { step: 12 } } });
        expect(isBusy(begun.run)).toBe(true);
        expect(play(begun.state, answer).run.kind).toBe(atRest);
      }
    },
  );

  it('that has come to rest meanwhile is not paused: the worker would not answer', () => {
    const { state } = play(training, cameToRest('trainingFinished', 2_000));
    expect(play(state, pauseRequested)).toMatchObject({ state, commands: [] });
    expect(play(state, stopRequested)).toMatchObject({ state, commands: [] });
  });

  it('goes on with other hyperparameters under its own name, or under another where it forks', () => {
    const { hyperparameters } = runOf(paused.run) ?? {};
    if (!hyperparameters) throw new Error('no run');
    const wanted = { ...hyperparameters, learningRate: 0.5 };
    const resume = {
      kind: 'resumeRequested',
      startedAt: '2026-11-25T12:00:00.000Z',
      hyperparameters: wanted,
      pauseAfterSteps: null,
    } as const;
    const same = play(paused, { ...resume, runId: 'run' });
    expect(same.run).toMatchObject({ kind: 'preparing', run: { id: 'run', parent: null } });
    const fork = play(paused, { ...resume, runId: 'fork' });
    expect(fork.run).toMatchObject({ run: { id: 'fork', parent: { runId: 'run', step: 160 } } });
    expect(fork.commands).toMatchObject([
      { command: { kind: 'resumeTraining', runId: 'fork', parameters: { learningRate: 0.5 } } },
    ]);
    expect(fork.state.log.at(-1)).toMatch(/^Forked from run run at step 160/);
  });

  it('that diverges ends: from shortly before, it would only diverge again', () => {
    const failure: FailureData = { code: 'diverged', details: { step: 160 } };
    const { run, commands, state } = play(training, autosaved(150), trainingFailed(failure));
    expect(state.log.at(-1)).toBe('Diverged by step 160: the loss is infinite or NaN');
    expect(run).toMatchObject({ kind: 'failed', failure, run: { id: 'run' } });
    expect(commands).toEqual([
      { kind: 'failInspections', failure },
      { kind: 'endWorker' },
      { kind: 'putAutosavesAside', exceptOf: null },
    ]);
  });

  it('that no other worker could continue ends, and can be found as one that was cut off', () => {
    for (const state of [training, paused, restoring]) {
      const { run, kinds } = play(state, trainingFailed(damaged));
      expect(run.kind).toBe('failed');
      expect(kinds).toEqual(['failInspections', 'endWorker', 'findUnfinishedRun']);
    }
  });

  it('that is only looked at is none the worse for a fault', () => {
    const opened: SessionState = { ...paused, run: { kind: 'opened', run: runIn(paused) } };
    expect(play(opened, trainingFailed()).run).toBe(opened.run);
    expect(play(initialState, trainingFailed()).run).toEqual({ kind: 'idle' });
  });

  it('is looked at on record once the pictures are deleted, and so is one that was to be replaced', () => {
    for (const state of [training, restoring, moving, recovering]) {
      const { run, kinds } = play(state, { kind: 'dataDeleted' });
      expect(run).toMatchObject({ kind: 'opened', run: { id: 'run' } });
      expect(kinds).toEqual(['endWorker']);
    }
    expect(play(initialState, { kind: 'dataDeleted' }).run).toEqual({ kind: 'idle' });
  });

  it('that misses its pictures has the page look for them', () => {
    const failure: FailureData = { code: 'data-missing', details: { batch: 'test_batch' } };
    expect(play(training, trainingFailed(failure)).kinds).toContain('readStoredData');
    expect(play(restoring, restoreFailed('restore', failure)).kinds).toContain('readStoredData');
  });
});

describe('restoring a checkpoint', () => {
  it('waits until it is read, and then asks the worker for it, with the purpose', () => {
    const reading = play(paused, restoreRequested);
    expect(reading).toMatchObject({ run: { kind: 'restoring', before: paused.run }, commands: [] });
    expect(play(reading.state, checkpointLoaded()).commands).toEqual([
      {
        kind: 'send',
        command: {
          kind: 'restoreCheckpoint',
          purpose: 'restore',
          id: 'stored',
          bytes: checkpointBytes,
          backend: 'auto',
        },
      },
    ]);
  });

  it('short of its last step leaves the run paused, at its last step finished', () => {
    expect(play(restoring, checkpointRestored('restore', 150)).run.kind).toBe('paused');
    expect(play(restoring, checkpointRestored('restore', 2_000)).run.kind).toBe('finished');
  });

  it('in order to continue trains on, on the backend that computes the same numbers', () => {
    const loaded = play(paused, restoreRequested, checkpointLoaded('continue'));
    expect(loaded.kinds).toEqual(['endWorker', 'restoreCheckpoint']);
    expect(loaded.state).toMatchObject({ backendChoice: 'wasm', backend: null });
    const { run, commands } = play(loaded.state, checkpointRestored('continue', 150, 'cut-off'));
    expect(run).toMatchObject({ kind: 'preparing', run: { id: 'cut-off' } });
    expect(commands).toMatchObject([{ command: { kind: 'resumeTraining', runId: 'cut-off' } }]);
  });

  it('that cannot be read, or is refused, leaves everything as it was, and says why', () => {
    const reading = play(paused, restoreRequested).state;
    for (const { state, commands } of [
      play(reading, { kind: 'checkpointNotLoaded', failure: damaged }),
      play(restoring, restoreFailed('restore', damaged)),
    ]) {
      expect(state.run).toEqual(paused.run);
      expect(state.notices).toEqual([{ place: 'checkpoints', failure: damaged }]);
      expect(commands).toEqual([]);
    }
  });

  it('is not begun while the run is busy, and not gone on with when the run was ended meanwhile', () => {
    for (const state of [training, moving, recovering, restoring]) {
      expect(play(state, restoreRequested)).toMatchObject({ state, commands: [] });
    }
    const gone = play(paused, restoreRequested, { kind: 'dataDeleted' }).state;
    expect(play(gone, checkpointLoaded())).toMatchObject({ state: gone, commands: [] });
  });

  it('survives the loss of its worker, also while it is being read', () => {
    const again = play(restoring, trainingFailed());
    expect(again.kinds).toEqual(['endWorker', 'restoreCheckpoint']);
    const reading = play(paused, restoreRequested, trainingFailed());
    expect(reading.kinds).toEqual(['endWorker']);
    expect(play(reading.state, checkpointLoaded()).kinds).toEqual(['restoreCheckpoint']);
  });

  it('after a loss has no run to go back to: its worker is gone', () => {
    const { run } = play(restoring, trainingFailed(), restoreFailed('restore', damaged));
    expect(run).toMatchObject({ kind: 'failed', failure: gpuLost });
  });

  it('waits before further attempts, and goes to WASM at the third', () => {
    const second = play(restoring, trainingFailed(), trainingFailed());
    expect(second.kinds).toEqual(['endWorker', 'waitToRetry']);
    const retried = play(second.state, retryDue);
    expect(retried.kinds).toEqual(['restoreCheckpoint']);
    const third = play(retried.state, restoreFailed('restore', unavailable), retryDue);
    expect(third.commands).toMatchObject([{ command: { backend: 'wasm', purpose: 'restore' } }]);
  });
});

describe('moving to another backend', () => {
  const choice = { kind: 'backendChosen', choice: 'wasm' } as const;

  it('takes a run at rest along by the checkpoint of its step, and leaves it at rest', () => {
    const chosen = play(paused, choice);
    expect(chosen.kinds).toEqual(['endWorker', 'restoreCheckpoint']);
    expect(chosen.commands).toMatchObject([
      {},
      { command: { purpose: 'move', id: 'paused-160', backend: 'wasm' } },
    ]);
    const arrived = play(chosen.state, backendStarted('wasm'), checkpointRestored('move', 160));
    expect(arrived).toMatchObject({ run: { kind: 'paused', run: { id: 'run' } }, commands: [] });
    expect(arrived.state.log.at(-1)).toBe('Backend changed from WebGL to WASM at step 160');
  });

  it('pauses a run that trains, and trains on there', () => {
    const pausing = play(training, choice);
    expect(pausing.kinds).toEqual(['pauseTraining']);
    const away = play(pausing.state, checkpointTaken(170), cameToRest('trainingPaused', 170));
    expect(away.run.kind).toBe('moving');
    const arrived = play(away.state, backendStarted('wasm'), checkpointRestored('move', 170));
    expect(arrived.kinds).toEqual(['resumeTraining']);
    expect(arrived.run).toMatchObject({ kind: 'preparing', run: { progress: { step: 170 } } });
  });

  it('leaves a run finished that came to its end while it was being paused', () => {
    const away = play(training, choice, checkpointTaken(2_000), cameToRest('trainingFinished', 2_000));
    expect(away.run.kind).toBe('moving');
    const arrived = play(away.state, checkpointRestored('move', 2_000));
    expect(arrived).toMatchObject({ run: { kind: 'finished' }, commands: [] });
  });

  it.each([restoreFailed('move'), trainingFailed()])(
    'goes back where it fails, and says why: $kind',
    (event) => {
      const back = play(moving, event);
      expect(back.commands).toMatchObject([
        { kind: 'endWorker' },
        { command: { kind: 'restoreCheckpoint', purpose: 'return', backend: 'auto' } },
      ]);
      expect(back.state).toMatchObject({
        backendChoice: 'auto',
        notices: [{ place: 'backend', failure: event.failure }],
      });
      expect(play(back.state, checkpointRestored('return', 160)).run.kind).toBe('paused');
    },
  );

  it('ends the run where it cannot go back either', () => {
    const { run, kinds } = play(moving, restoreFailed('move'), restoreFailed('return'));
    expect(run).toMatchObject({ kind: 'failed', failure: unavailable });
    expect(kinds).toContain('endWorker');
  });

  it('leaves no weights behind that it has no checkpoint of', () => {
    const unsaved = play(training, cameToRest('trainingPaused', 165)).state;
    const { state, commands } = play(unsaved, choice);
    expect(state).toMatchObject({ run: { kind: 'paused' }, backendChoice: 'auto' });
    expect(commands).toEqual([]);
  });

  it('takes nothing along of a run that is only looked at', () => {
    const opened: SessionState = { ...paused, run: { kind: 'opened', run: runIn(paused) } };
    expect(play(opened, choice)).toMatchObject({ run: opened.run, kinds: ['endWorker'] });
  });

  it('is not begun while the run is being prepared, restored, moved or brought back', () => {
    const preparing = play(initialState, startRequested()).state;
    for (const state of [preparing, restoring, moving, recovering]) {
      expect(play(state, { kind: 'backendChosen', choice: 'cpu' })).toMatchObject({ state, commands: [] });
    }
  });
});

describe('what was measured', () => {
  const point = { step: 150, loss: 2, crossEntropy: 1.5, l2Penalty: 0.5, accuracy: 0.3 };
  const { state: measured } = play(training, { ...stepsCompleted(160), points: [point] });

  it('is timed on one worker, one backend and under one name: anywhere else, the time per step is not known', () => {
    expect(runIn(training).progress.msPerStep).toBe(20);
    const fork = play(paused, resumeAsItWas(paused, 'fork'));
    const next = play(paused, startRequested('next'));
    for (const state of [recovering, moving, fork.state, next.state]) {
      expect(runIn(state).progress.msPerStep).toBeNull();
    }
  });

  it('stands when the run ends by a fault, of whatever kind', () => {
    const failures: FailureData[] = [
      { code: 'diverged', details: { step: 160 } },
      { code: 'data-missing', details: { batch: 'data_batch_1' } },
      damaged,
    ];
    for (const failure of failures) {
      const { run, state } = play(measured, trainingFailed(failure));
      expect(run).toMatchObject({ kind: 'failed', run: { progress: { step: 160 } } });
      expect(state.history.training).toEqual([point]);
    }
  });

  it('stands until a run that is restarted after a fault begins, and where it never does', () => {
    const restarting = play(measured, trainingFailed());
    expect(restarting.kinds).toContain('startTraining');
    expect(restarting.state.history.training).toEqual([point]);
    const ended = play(restarting.state, trainingFailed(damaged));
    expect(ended).toMatchObject({ run: { kind: 'failed', run: { progress: { step: 160 } } } });
    expect(ended.state.history.training).toEqual([point]);
    const begun = play(restarting.state, trainingStarted);
    expect(begun.run).toMatchObject({ kind: 'preparing', run: { progress: { step: 0 } } });
    expect(begun.state.history.training).toEqual([]);
  });
});

describe('a run that loses its worker', () => {
  it.each<[string, SessionState, RunState['kind'], string[]]>([
    ['trains', training, 'preparing', ['resumeTraining']],
    ['is being prepared', play(paused, resumeAsItWas(paused)).state, 'preparing', ['resumeTraining']],
    ['is being paused', play(training, pauseRequested).state, 'paused', []],
    ['rests', paused, 'paused', []],
    ['is being stopped', play(training, stopRequested).state, 'stopping', ['stopTraining']],
  ])('while it %s is brought back, and goes on as it would have', (_, state, kind, further) => {
    const lost = play(state, autosaved(160), trainingFailed());
    expect(lost.run.kind).toBe('recovering');
    expect(lost.commands).toMatchObject([
      { kind: 'endWorker' },
      { command: { kind: 'restoreCheckpoint', purpose: 'recover', backend: 'webgl' } },
    ]);
    const back = play(lost.state, checkpointRestored('recover', 160));
    expect(back.run.kind).toBe(kind);
    expect(back.kinds).toEqual(further);
  });

  it('while it is paused in order to move is brought back, moves, and trains on', () => {
    const pausing = play(training, autosaved(150), { kind: 'backendChosen', choice: 'wasm' }).state;
    const lost = play(pausing, trainingFailed());
    expect(lost.commands).toMatchObject([{}, { command: { purpose: 'recover', backend: 'webgl' } }]);
    const back = play(lost.state, checkpointRestored('recover', 150));
    expect(back.commands).toMatchObject([
      { kind: 'endWorker' },
      { command: { purpose: 'move', backend: 'wasm' } },
    ]);
    const arrived = play(back.state, backendStarted('wasm'), checkpointRestored('move', 150));
    expect(arrived.kinds).toEqual(['resumeTraining']);
  });

  it('forgets what was measured after its checkpoint, and is asked again what it had not answered', () => {
    const logits = [0, 100, 150].map((step) => ({ step, histogram: histogramOf(new Float32Array([0, 1])) }));
    const asked = play({ ...training, logitsHistograms: logits }, autosaved(150), exportRequested()).state;
    expect(asked.pending).toEqual(['exportFiles']);
    const lost = play(asked, trainingFailed()).state;
    expect(lost.pending).toEqual([]);
    const back = play(lost, checkpointRestored('recover', 150));
    expect(back.kinds).toEqual(['exportFiles', 'resumeTraining']);
    expect(back.state.pending).toEqual(['exportFiles']);
    expect(back.state.logitsHistograms.map(({ step }) => step)).toEqual([0, 100]);
  });

  it('before anything of it was saved begins anew, in the way that it was to go', () => {
    const anew = play(training, exportRequested(), pauseRequested, trainingFailed());
    expect(anew.kinds).toEqual(['endWorker', 'startTraining', 'pauseTraining']);
    expect(anew.state.notices).toMatchObject([{ place: 'export', failure: { code: 'request-lost' } }]);
    const begun = play(anew.state, trainingStarted);
    expect(begun.run.kind).toBe('pausing');
    // A further fault does not make it train on.
    expect(play(begun.state, trainingFailed(), retryDue).kinds).toEqual(['startTraining', 'pauseTraining']);
  });

  it('as a trial of a sweep begins anew: a run that is resumed would look at the test images', () => {
    const trial = play(initialState, startRequested('run', false), trainingStarted, autosaved(150)).state;
    expect(play(trial, trainingFailed()).kinds).toEqual(['endWorker', 'startTraining']);
  });

  it('is not taken for the trial that was trained before it was restored', () => {
    const trial = play(initialState, startRequested('trial', false), trainingStarted).state;
    const { state } = play(
      trial,
      cameToRest('trainingFinished', 2_000),
      restoreRequested,
      checkpointLoaded(),
      checkpointRestored('restore', 150),
    );
    expect(play(state, trainingFailed()).commands).toMatchObject([
      {},
      { command: { kind: 'restoreCheckpoint', purpose: 'recover' } },
    ]);
  });

  it('goes on from the latest of its own checkpoints, whatever is told of late', () => {
    const state = play(training, checkpointTaken(160), autosaved(150), autosaved(900, 'before')).state;
    expect(play(state, trainingFailed()).commands).toMatchObject([{}, { command: { id: 'paused-160' } }]);
  });

  it('waits before further attempts, and goes to WASM at the third', () => {
    const second = play(recovering, trainingFailed());
    expect(second.kinds).toEqual(['endWorker', 'waitToRetry']);
    expect(play(second.state, retryDue).kinds).toEqual(['restoreCheckpoint']);
    const third = play(second.state, retryDue, restoreFailed('recover', unavailable), retryDue);
    expect(third.commands).toMatchObject([{ command: { purpose: 'recover', backend: 'wasm' } }]);
    expect(third.state.backendChoice).toBe('wasm');
    // There it has as many attempts as before.
    expect(play(third.state, trainingFailed()).kinds).toEqual(['endWorker', 'restoreCheckpoint']);
  });

  it('again and again stays on its backend as long as it gets on between', () => {
    let state = training;
    for (let loss = 0; loss < 10; loss += 1) {
      const lost = play(state, autosaved(170 + loss), trainingFailed());
      expect(lost.kinds).toEqual(['endWorker', 'restoreCheckpoint']);
      state = play(lost.state, checkpointRestored('recover', 170 + loss), trainingStarted).state;
    }
    expect(state.backendChoice).toBe('auto');
  });

  it('without a GPU ends at the third loss', () => {
    const onWasm = play(recovering, backendStarted('wasm')).state;
    const { run, kinds } = play(onWasm, trainingFailed(), trainingFailed());
    expect(run).toMatchObject({ kind: 'failed', failure: gpuLost });
    expect(kinds).toContain('findUnfinishedRun');
  });

  it('ends where its checkpoint is refused for good', () => {
    expect(play(recovering, restoreFailed('recover', damaged)).run).toMatchObject({ kind: 'failed' });
  });

  it('is not brought back a second time by a pause that another fault has ended', () => {
    const waiting = play(recovering, trainingFailed()).state;
    const restarted = play(waiting, { kind: 'dataDeleted' }, startRequested('next'), trainingFailed()).state;
    expect(restarted.run.kind).toBe('recovering');
    expect(play(restarted, retryDue).commands).toEqual([]);
  });
});

describe('requests to the weights', () => {
  it('are under way until they are answered, each by its own answer', () => {
    const evaluate = { kind: 'weightsRequested', request: { kind: 'evaluateTestSet' } } as const;
    const asked = play(paused, evaluate, exportRequested());
    expect(asked.state.pending).toEqual(['evaluateTestSet', 'exportFiles']);
    const exported = play(asked.state, { kind: 'filesExported', files: [] });
    expect(exported.commands).toEqual([{ kind: 'deliverFiles', files: [] }]);
    expect(exported.state.pending).toEqual(['evaluateTestSet']);
  });

  it('that fail leave the run as it was, and say why where it was asked', () => {
    const failure: FailureData = { code: 'out-of-memory', details: {} };
    const { state } = play(paused, exportRequested(), {
      kind: 'requestFailed',
      request: 'exportFiles',
      failure,
    });
    expect(state).toMatchObject({ run: paused.run, pending: [], notices: [{ place: 'export', failure }] });
  });

  it('a test accuracy that comes after another run was begun belongs to the record of its own', () => {
    const point = { step: 160, accuracy: 0.4 };
    const evaluated = { kind: 'testSetEvaluated', runId: 'run', point, testEvaluations: 1 } as const;
    expect(play(paused, evaluated).state.history.test).toEqual([point]);
    const late = play(paused, startRequested('next'), evaluated);
    expect(late.state.history.test).toEqual([]);
    expect(late.commands).toEqual([{ kind: 'recordTestEvaluation', runId: 'run', point }]);
  });
});

describe('whatever happens, in whatever order', () => {
  const purposes: readonly RestorePurpose[] = ['restore', 'continue', 'move', 'return', 'recover'];
  const events: readonly RunEvent[] = [
    startRequested(),
    startRequested('trial', false),
    resumeAsItWas(paused),
    pauseRequested,
    stopRequested,
    exportRequested(),
    restoreRequested,
    checkpointLoaded(),
    checkpointLoaded('continue'),
    { kind: 'checkpointNotLoaded', failure: damaged },
    { kind: 'backendChosen', choice: 'wasm' },
    { kind: 'backendChosen', choice: 'webgl' },
    retryDue,
    { kind: 'dataDeleted' },
    backendStarted('webgl'),
    backendStarted('wasm'),
    trainingStarted,
    stepsCompleted(160),
    checkpointTaken(160),
    autosaved(150),
    cameToRest('trainingPaused', 160),
    cameToRest('trainingStopped', 160),
    cameToRest('trainingFinished', 160),
    { kind: 'filesExported', files: [] },
    trainingFailed(),
    trainingFailed(unavailable),
    ...purposes.map((purpose) => checkpointRestored(purpose, 160)),
    ...purposes.map((purpose) => restoreFailed(purpose)),
  ];
  const anyOrder = fc.array(fc.constantFrom(...events), { minLength: 1, maxLength: 40 });

  const stateOfPurpose: Record<RestorePurpose, RunState['kind']> = {
    restore: 'restoring',
    continue: 'restoring',
    move: 'moving',
    return: 'moving',
    recover: 'recovering',
  };

  function checkAll(check: (state: SessionState, commands: readonly RunCommand[]) => void): void {
    fc.assert(
      fc.property(anyOrder, (dispatch) => {
        let state = initialState;
        for (const event of dispatch) {
          const [next, commands] = afterRunEvent(state, event);
          check(next, commands);
          state = next;
        }
      }),
      { seed: 7, numRuns: 1_000 },
    );
  }

  it('the page is shown exactly the requests that are under way', () => {
    checkAll((state) => expect(state.pending).toEqual(state.runContext.requests.map(({ kind }) => kind)));
  });

  it('a checkpoint is asked for by a run that waits for it, and for that purpose', () => {
    checkAll((state, commands) => {
      for (const command of commands) {
        if (command.kind !== 'send' || command.command.kind !== 'restoreCheckpoint') continue;
        expect(state.run.kind).toBe(stateOfPurpose[command.command.purpose]);
      }
    });
  });

  it('no run waits for a worker that was ended', () => {
    checkAll((state, commands) => {
      const end = commands.findIndex(({ kind }) => kind === 'endWorker');
      if (end < 0 || commands.slice(end).some(({ kind }) => kind === 'send' || kind === 'waitToRetry'))
        return;
      const isReading = state.run.kind === 'restoring' && state.run.attempt === null;
      expect(isReading || !isBusy(state.run)).toBe(true);
      expect(['paused', 'finished', 'stopped']).not.toContain(state.run.kind);
    });
  });
});

function runIn(state: SessionState) {
  const run = runOf(state.run);
  if (!run) throw new Error('there is no run');
  return run;
}

function resumeAsItWas(state: SessionState, runId = runIn(state).id): RunEvent {
  const { startedAt, hyperparameters } = runIn(state);
  return { kind: 'resumeRequested', runId, startedAt, hyperparameters, pauseAfterSteps: null };
}
