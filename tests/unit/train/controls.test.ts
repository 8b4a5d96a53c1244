import { describe, expect, it } from 'vitest';
import type { Run, RunState } from '../../../src/session/state/runState.ts';
import { initialState, type SessionState } from '../../../src/session/state/sessionState.ts';
import { type Control, disabledReason } from '../../../src/ui/train/controls.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';

const run: Run = {
  id: 'run',
  network: 'two-layer',
  hyperparameters: articleHyperparameters,
  progress: { step: 0, epochs: 0, elapsedSeconds: 0, msPerStep: null, tensorCount: 4 },
  testEvaluations: 0,
  startedAt: '2026-11-24T12:00:00.000Z',
  parent: null,
};

function reason(control: Control, runState: RunState, news: Partial<SessionState> = {}): string | null {
  return disabledReason(control, {
    ...initialState,
    data: { kind: 'ready', stored: [], failure: null },
    run: runState,
    ...news,
  });
}

describe('a run that was asked for a moment ago', () => {
  it('is not asked for again', () => {
    const text = 'The run is starting: wait until that is done.';
    expect(reason('train', { kind: 'idle' }, { isStarting: true })).toBe(text);
    expect(reason('resume', { kind: 'paused', run }, { isStarting: true })).toBe(text);
    expect(reason('step', { kind: 'paused', run }, { isStarting: true })).toBe(text);
  });
});

it('between the trials of a search, nothing else is started', () => {
  const between = { activeSweep: 'sweep' };
  expect(reason('sweep', { kind: 'finished', run }, between)).toBe('Pause or stop the run first.');
  expect(reason('train', { kind: 'finished', run }, between)).toBe(
    'A run is in progress: pause or stop it first.',
  );
});

describe('a run that is prepared or trains', () => {
  it.each<RunState>([
    { kind: 'preparing', stage: 'whitening', run },
    { kind: 'training', run },
  ])('can be paused and stopped, as the others say while it is $kind', (state) => {
    expect(reason('pause', state)).toBeNull();
    expect(reason('stop', state)).toBeNull();
    expect(reason('train', state)).toBe('A run is in progress: pause or stop it first.');
    expect(reason('deleteData', state)).toBe('The run needs the data: pause or stop it first.');
  });

  it('has no weights before its first step', () => {
    const text = 'The run is being prepared: wait for its first step.';
    expect(reason('save', { kind: 'preparing', stage: 'shaders', run })).toBe(text);
  });
});

describe('what a run ends by itself', () => {
  it.each<{ passage: string; state: RunState }>([
    {
      passage: 'A checkpoint is being restored',
      state: { kind: 'restoring', before: { kind: 'idle' }, attempt: null },
    },
    { passage: 'The run is being paused', state: { kind: 'pausing', run } },
    { passage: 'The run is being stopped', state: { kind: 'stopping', run } },
    {
      passage: 'The run is moving to another backend',
      state: { kind: 'moving', run, from: 'wasm', returnsTo: 'wasm', resumes: true },
    },
    {
      passage: 'The run is being recovered after a fault',
      state: {
        kind: 'recovering',
        run,
        goal: { kind: 'train' },
        backend: 'wasm',
        unanswered: [],
        isWaiting: false,
      },
    },
  ])('is what all controls wait for: $passage', ({ passage, state }) => {
    const controls = ['train', 'step', 'pause', 'stop', 'save', 'evaluate', 'deleteData', 'restore'] as const;
    for (const control of controls) {
      expect(reason(control, state), control).toBe(`${passage}: wait until that is done.`);
    }
  });
});

it('without a run there is nothing to pause or stop, and everything to begin', () => {
  expect(reason('pause', { kind: 'idle' })).toBe('Nothing is training: press Train first.');
  expect(reason('stop', { kind: 'idle' })).toBe('There is no run to stop: press Train first.');
  expect(reason('train', { kind: 'idle' })).toBeNull();
});

it('a run does not move to another backend before it has answered what its weights were asked', () => {
  const paused: RunState = { kind: 'paused', run };
  const text = 'The weights are being evaluated or written: the backend can be changed after that.';
  expect(reason('backend', paused)).toBeNull();
  expect(reason('backend', paused, { pending: ['exportFiles'] })).toBe(text);
  expect(reason('backend', paused, { isEvaluating: true })).toBe(text);
});
