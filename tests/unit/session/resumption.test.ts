import { describe, expect, it } from 'vitest';
import { part3, pastHalf } from '../../../src/configuration/presets.ts';
import { isMeantForNewRun } from '../../../src/session/state/selectors.ts';
import { press, shortcuts } from '../../../src/ui/shortcuts/shortcuts.ts';
import { disabledReason } from '../../../src/ui/train/controls.ts';
import { resumeNote } from '../../../src/ui/train/ResumeNote.tsx';
import { checkpointWith } from '../../fixtures/checkpoints.ts';
import { restoredEvent, sessionInMemory } from '../../fixtures/sessionInMemory.ts';

/** A run of 120 hidden units that has finished 2,000 steps. */
const finishedRun = () => runAt(2_000);

/** A run of 2,000 steps that rests at this one. */
async function runAt(step: number) {
  const { session, emit } = sessionInMemory({ runs: [], checkpoints: [] });
  await session.open();
  const { summary } = checkpointWith(120, step);
  const progress = { step, epochs: 16, elapsedSeconds: 25, msPerStep: null, tensorCount: 4 };
  emit(restoredEvent(summary, progress, 1));
  return { session, state: () => session.store.getState() };
}

describe('going on with a finished run', () => {
  it('is what more steps ask for', async () => {
    const { session, state } = await finishedRun();
    session.setField('maxSteps', '2700');
    expect(isMeantForNewRun(state())).toBe(false);
    expect(resumeNote(state())).toBe('Resume continues with 2,700 steps in all. Train starts a new run.');
  });

  it('with another learning rate makes a second run, and says so before', async () => {
    const { session, state } = await finishedRun();
    session.setField('maxSteps', '2700');
    session.setField('learningRate', '0.003');
    expect(isMeantForNewRun(state())).toBe(false);
    expect(resumeNote(state())).toBe(
      'Resume branches from step 2,000 with learning rate 0.003 and 2,700 steps in all. Train starts a new run.',
    );
  });

  it('is not what a preset asks for, though it could be done with what the run has', async () => {
    const { session, state } = await finishedRun();
    session.choosePreset(pastHalf);
    expect(disabledReason('resume', state())).toBeNull();
    expect(isMeantForNewRun(state())).toBe(true);
    expect(resumeNote(state())).toMatch(
      /^Resume branches from step 2,000 with only learning rate 0.02 and \d more from the fields\. Train starts a new run\.$/,
    );
  });

  it('is not offered for another network, whose steps it would take', async () => {
    const { session, state } = await finishedRun();
    session.choosePreset(part3);
    expect(disabledReason('resume', state())).toMatch(/^The run is complete, and another network is chosen/);
    session.setField('maxSteps', '5000');
    expect(disabledReason('resume', state())).toMatch(/^The run is complete, and another network is chosen/);
  });

  it('is not what another network or another seed asks for, which Resume leaves as they are', async () => {
    const { session, state } = await runAt(500);
    session.setField('seed', '8');
    expect(isMeantForNewRun(state())).toBe(true);
    expect(resumeNote(state())).toBe('Resume continues with the run’s seed 1. Train starts a new run.');
    session.resetFields();
    session.chooseNetwork('three-layer');
    expect(isMeantForNewRun(state())).toBe(true);
    expect(resumeNote(state())).toBe('Resume continues with the run’s own network. Train starts a new run.');
  });
});

describe('the space bar', () => {
  const space = shortcuts.find(({ key }) => key === ' ');

  it('goes on with a run that can go on', async () => {
    const { session, state } = await finishedRun();
    session.setField('maxSteps', '2700');
    expect(space && press(space, session)).toBeNull();
    expect(state().run.kind).toBe('preparing');
  });

  it('puts no new run in the place of one that is shown', async () => {
    const { session, state } = await finishedRun();
    expect(space && press(space, session)).toMatch(/^This would replace the shown run/);
    session.choosePreset(pastHalf);
    expect(space && press(space, session)).toMatch(/^This would replace the shown run/);
    expect(state().run.kind).toBe('finished');
  });
});

describe('one step', () => {
  const key = shortcuts.find(({ key }) => key === 's');

  it('of a paused run is there exactly where Resume is', async () => {
    const { session, state } = await runAt(500);
    expect(disabledReason('step', state())).toBeNull();
    session.setField('maxSteps', '400');
    expect(disabledReason('step', state())).toBe('The run is complete: raise Max steps to continue.');
    expect(disabledReason('step', state())).toBe(disabledReason('resume', state()));
  });

  it('by its key goes on with a paused run', async () => {
    const { session, state } = await runAt(500);
    expect(key && press(key, session)).toBeNull();
    expect(state().run).toMatchObject({ kind: 'preparing', run: { progress: { step: 500 } } });
  });

  it('by its key puts no new run in the place of one that is shown; its button does', async () => {
    const { session, state } = await finishedRun();
    expect(key && press(key, session)).toMatch(
      /^This would replace the shown run .* press the Step button\.$/,
    );
    expect(state().run.kind).toBe('finished');
    expect(disabledReason('step', state())).toBeNull();
  });

  it('by its key begins a run where none is shown', async () => {
    const { session } = sessionInMemory({ runs: [], checkpoints: [] });
    await session.open();
    expect(key && press(key, session)).toBeNull();
    expect(session.store.getState().run.kind).toBe('preparing');
  });
});
