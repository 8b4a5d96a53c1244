import { expect, it } from 'vitest';
import type { RunState } from '../../../src/session/state/runState.ts';
import { activityText } from '../../../src/ui/train/RunProgress.tsx';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';

const run = {
  id: 'run',
  network: 'two-layer',
  hyperparameters: articleHyperparameters,
  progress: { step: 500, epochs: 4, elapsedSeconds: 9, msPerStep: null, tensorCount: 4 },
  testEvaluations: 0,
  startedAt: '2026-11-24T12:00:00.000Z',
  parent: null,
};

function text(state: RunState, compiles: boolean, isSaved = false, divergence: number | null = null): string {
  return activityText(state, { isStarting: false, isEvaluating: false, compiles, isSaved, divergence });
}

it('programs are said to be compiled where a GPU compiles them, not at every Resume', () => {
  const resumed: RunState = { kind: 'preparing', stage: 'shaders', run };
  expect(text(resumed, true)).toBe('Compiling GPU programs…');
  expect(text(resumed, false)).toBe('Waiting for the next step…');
});

it('of a stage that takes long it is said how much is done', () => {
  expect(text({ kind: 'preparing', stage: 'whitening', share: 0.425, run }, true)).toBe(
    'Whitening the images, once for all later runs… 42 %',
  );
});

it('of an earlier run, only what was saved is offered', () => {
  const opened: RunState = { kind: 'opened', run };
  expect(text(opened, false, true)).toBe('An earlier run.');
  expect(text(opened, false, false)).toBe('An earlier run. Nothing of it was saved: Train starts a new one.');
});

it('a run that diverged is said to have, at the time and at a later visit', () => {
  const failure = { code: 'diverged', details: { step: 1_180 } } as const;
  expect(text({ kind: 'failed', run, failure }, false, false, 1_180)).toBe('Diverged by step 1,180');
  expect(text({ kind: 'opened', run }, false, true, 1_180)).toBe(
    'An earlier run, which had diverged by step 1,180.',
  );
});

it('of a step that takes seconds it is said for how long it has been under way, and how long a pause waits for it', () => {
  const context = {
    isStarting: false,
    isEvaluating: false,
    compiles: false,
    isSaved: false,
    divergence: null,
    stepSeconds: 12.3,
  };
  const underWay = 'Training: the current step has taken 12 s so far';
  expect(activityText({ kind: 'training', run }, context)).toBe(underWay);
  expect(activityText({ kind: 'preparing', stage: 'shaders', run }, context)).toBe(underWay);
  expect(activityText({ kind: 'pausing', run }, context)).toBe('Pausing before the next step…');
  expect(activityText({ kind: 'pausing', run }, { ...context, waitsSeconds: 40 })).toBe(
    'Pausing: the current step takes about 40 s…',
  );
});
