import { describe, expect, it } from 'vitest';
import { type BackendName, backendNames } from '../../../src/backend/backendInfo.ts';
import type { FailureData } from '../../../src/failure.ts';
import { emptyHistory } from '../../../src/history/history.ts';
import { checkpointWith } from '../../fixtures/checkpoints.ts';
import { purposeAskedOf, sessionInMemory } from '../../fixtures/sessionInMemory.ts';

const progress = { step: 150, epochs: 1.2, elapsedSeconds: 9, msPerStep: null, tensorCount: 4 };
const bytes = Uint8Array.of(1, 2, 3);
const unavailable: FailureData = { code: 'backend-unavailable', details: { backend: 'webgl' } };

/** A run that trains on WASM. */
async function trainingSession() {
  const played = sessionInMemory({ runs: [], checkpoints: [] });
  const { session, emit } = played;
  await session.open();
  await session.chooseBackend('wasm');
  session.startTraining();
  started('wasm');
  emit({ kind: 'stepsCompleted', progress: { ...progress, step: 149 }, points: [], logits: [], layers: [] });

  function started(name: BackendName): void {
    emit({
      kind: 'backendStarted',
      backend: { name, renderer: null, isSoftware: false, precision: 'single', threads: 1 },
    });
  }

  function summary() {
    const { run } = session.store.getState();
    const runId = 'run' in run && run.run ? run.run.id : '';
    return { ...checkpointWith(2, 150).summary, runId };
  }

  return {
    ...played,
    started,
    pauses() {
      const checkpoint = { summary: summary(), bytes, text: '' };
      emit({ kind: 'checkpointTaken', checkpoint, isUpdate: false });
      emit({ kind: 'trainingPaused', progress });
    },
    arrives() {
      emit({
        kind: 'checkpointRestored',
        purpose: purposeAskedOf(played.sent),
        summary: summary(),
        history: emptyHistory,
        progress,
        nextLoss: 2.3,
      });
    },
    refuses() {
      emit({ kind: 'restoreFailed', purpose: purposeAskedOf(played.sent), failure: unavailable });
    },
    kind: () => session.store.getState().run.kind,
    sentKinds: () => played.sent.map(({ kind }) => kind),
  };
}

describe('choosing another backend while a run trains', () => {
  it('pauses it, moves it by the checkpoint of that very step, and lets it go on by itself', async () => {
    const played = await trainingSession();
    const { session, sent } = played;
    await session.chooseBackend('webgl');
    expect(played.kind()).toBe('pausing');
    played.pauses();
    expect(played.kind()).toBe('moving');
    expect(sent.at(-1)).toMatchObject({ kind: 'restoreCheckpoint', bytes, backend: 'webgl' });
    played.started('webgl');
    played.arrives();
    expect(sent.at(-1)).toMatchObject({ kind: 'resumeTraining', pauseAfterSteps: null });
    expect(session.store.getState().log).toContain('Backend changed from WASM to WebGL at step 150');
    expect(session.store.getState().restoreProof).toMatchObject({ restoredLoss: 2.3 });
  });

  it('stays the same run, with the log that it has and with what stands in the fields', async () => {
    const played = await trainingSession();
    const { session, sent } = played;
    const { log, run } = session.store.getState();
    session.setField('learningRate', '0.5');
    await session.chooseBackend('cpu');
    played.pauses();
    played.started('cpu');
    played.arrives();
    const state = session.store.getState();
    expect(state.fields.learningRate).toBe('0.5');
    expect(sent.at(-1)).toMatchObject({ parameters: { learningRate: 0.001 } });
    expect(state.log.slice(0, log.length)).toEqual(log);
    const idOf = (present: typeof run) => 'run' in present && present.run?.id;
    expect(idOf(state.run)).toBe(idOf(run));
  });

  it('goes back to where it was when the new one cannot be started, trains on there, and says why', async () => {
    const played = await trainingSession();
    const { session, sent } = played;
    await session.chooseBackend('webgl');
    played.pauses();
    played.refuses();
    expect(sent.at(-1)).toMatchObject({ kind: 'restoreCheckpoint', bytes, backend: 'wasm' });
    played.started('wasm');
    played.arrives();
    const { backendChoice, notices, log } = session.store.getState();
    expect(backendChoice).toBe('wasm');
    expect(notices).toEqual([{ place: 'backend', failure: unavailable }]);
    expect(sent.at(-1)?.kind).toBe('resumeTraining');
    expect(log.some((line) => line.startsWith('Backend changed'))).toBe(false);
  });

  it('ends by a fault when it cannot go back either', async () => {
    const played = await trainingSession();
    await played.session.chooseBackend('webgl');
    played.pauses();
    played.refuses();
    played.refuses();
    expect(played.session.store.getState().run).toMatchObject({ kind: 'failed', failure: unavailable });
  });

  it('waits while the run is being prepared', async () => {
    const { session, sent } = sessionInMemory({ runs: [], checkpoints: [] });
    await session.open();
    session.startTraining();
    for (const name of backendNames) await session.chooseBackend(name);
    expect(session.store.getState().backendChoice).toBe('auto');
    expect(sent.map(({ kind }) => kind)).toEqual(['startTraining']);
  });
});

describe('choosing another backend for a run at rest', () => {
  it('moves it and leaves it paused', async () => {
    const played = await trainingSession();
    played.session.pauseTraining();
    played.pauses();
    await played.session.chooseBackend('cpu');
    played.started('cpu');
    played.arrives();
    expect(played.kind()).toBe('paused');
    expect(played.sentKinds().at(-1)).toBe('restoreCheckpoint');
  });

  it('moves nothing when it is computed on that one already', async () => {
    const played = await trainingSession();
    played.started('cpu');
    await played.session.chooseBackend('cpu');
    expect(played.kind()).toBe('training');
    expect(played.session.store.getState().backendChoice).toBe('cpu');
  });
});

describe('choosing WebGPU', () => {
  it('where the browser gives no adapter is refused with the reason', async () => {
    const { session } = sessionInMemory({ runs: [], checkpoints: [] });
    await session.chooseBackend('webgpu');
    const { backendChoice, notices } = session.store.getState();
    expect(backendChoice).toBe('auto');
    expect(notices).toEqual([
      { place: 'backend', failure: { code: 'backend-unavailable', details: { backend: 'webgpu' } } },
    ]);
  });

  it('is granted on any adapter, a program on the CPU too', async () => {
    const adapter = { name: 'google swiftshader', isSoftware: true };
    const { session } = sessionInMemory({ runs: [], checkpoints: [], adapter });
    await session.chooseBackend('webgpu');
    expect(session.store.getState().backendChoice).toBe('webgpu');
  });

  it('is waited for by a run that is started before the browser has answered', async () => {
    const adapter = { name: 'google swiftshader', isSoftware: true };
    const { session, sent } = sessionInMemory({ runs: [], checkpoints: [], adapter });
    await session.open();
    const chosen = session.chooseBackend('webgpu');
    session.startTraining();
    expect(sent).toEqual([]);
    expect(session.store.getState().isStarting).toBe(true);
    await chosen;
    await expect.poll(() => sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ kind: 'startTraining', backend: 'webgpu' });
    expect(session.store.getState().isStarting).toBe(false);
  });

  it('is forgotten where another one is chosen before the browser has answered', async () => {
    const adapter = { name: 'google swiftshader', isSoftware: true };
    const { session } = sessionInMemory({ runs: [], checkpoints: [], adapter });
    await session.open();
    await Promise.all([session.chooseBackend('webgpu'), session.chooseBackend('wasm')]);
    expect(session.store.getState().backendChoice).toBe('wasm');
  });
});
