import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { RunRecord } from '../../../src/runs/runRecord.ts';
import { hasWeights, runOf, shownRun } from '../../../src/session/state/runState.ts';
import { isMeantForNewRun } from '../../../src/session/state/selectors.ts';
import type { SweepRecord } from '../../../src/sweep/sweepState.ts';
import { SessionContext } from '../../../src/ui/common/sessionContext.ts';
import { RunProgress } from '../../../src/ui/train/RunProgress.tsx';
import { checkpointWith, listed } from '../../fixtures/checkpoints.ts';
import { promisesFollowed } from '../../fixtures/promisesFollowed.ts';
import { recordOfRun } from '../../fixtures/runRecords.ts';
import { restoredEvent, sessionInMemory } from '../../fixtures/sessionInMemory.ts';
import { planWith } from '../../fixtures/sweeps.ts';

const early = checkpointWith(1, 50).summary;
const { summary: last } = checkpointWith(2, 150);
const saved = [early, last].map((summary) => listed({ summary }));
const progress = { step: 150, epochs: 1.2, elapsedSeconds: 9, msPerStep: null, tensorCount: 4 };
/** The newest first; the checkpoints are of the older one. */
const records = [recordOfRun('newest', 200), recordOfRun('run', 150)];

async function visit(
  remembered = new Map<string, string>(),
  runs: readonly RunRecord[] = records,
  sweeps: readonly SweepRecord[] = [],
) {
  const played = sessionInMemory({ runs, checkpoints: saved, sweeps, remembered });
  await played.session.open();
  const state = () => played.session.store.getState();
  return { ...played, state, shownId: () => shownRun(state().run)?.id };
}

describe('a run that is opened', () => {
  it('has its weights ready: its last checkpoint is restored, meanwhile its curves are shown', async () => {
    const { session, state, shownId, sent, emit } = await visit();
    await session.runs.openRun('run');
    expect(state().run.kind).toBe('restoring');
    expect(shownId()).toBe('run');
    expect(sent).toMatchObject([{ kind: 'restoreCheckpoint', id: last.id }]);
    emit(restoredEvent(last, progress, 1));
    expect(hasWeights(state().run)).toBe(true);
    expect(runOf(state().run)?.id).toBe('run');
  });

  it('is told of, and not as no run, while it is restored to go on', async () => {
    const { session, state } = await visit();
    await session.runs.openRun('run');
    expect(state().run.kind).toBe('restoring');
    const progress = createElement(
      SessionContext,
      { value: { ...session, store: createStore(state) } },
      createElement(RunProgress),
    );
    expect(renderToStaticMarkup(progress)).toContain('Step 150 of 2,000');
    expect(renderToStaticMarkup(progress)).not.toContain('No run yet');
  });

  it('is not restored again while it has the weights of its last step', async () => {
    const { session, sent, emit } = await visit();
    await session.runs.openRun('run');
    emit(restoredEvent(last, progress, 1));
    await session.runs.openRun('run');
    expect(sent).toHaveLength(1);
  });

  it('goes from an earlier checkpoint of it to its last', async () => {
    const { session, sent, emit } = await visit();
    await session.restoreCheckpoint(early.id);
    emit(restoredEvent(early, { ...progress, step: 50 }, 1));
    await session.runs.openRun('run');
    expect(sent.at(-1)).toMatchObject({ kind: 'restoreCheckpoint', id: last.id });
  });

  it('is shown without weights where none were saved, and where the pictures are not there', async () => {
    const { session, state, sent, faults } = await visit();
    await session.runs.openRun('newest');
    expect(state().run.kind).toBe('opened');
    faults.areBatchesGone = true;
    await session.deleteDataset();
    await session.runs.openRun('run');
    expect(state().run).toMatchObject({ kind: 'opened', run: { id: 'run' } });
    expect(sent).toEqual([]);
  });

  it('is shown again at the next visit, though another is newer', async () => {
    const remembered = new Map<string, string>();
    const first = await visit(remembered);
    expect(first.shownId()).toBe('newest');
    await first.session.runs.openRun('run');
    expect((await visit(remembered)).shownId()).toBe('run');
  });

  it('gives way to the newest where it was deleted since', async () => {
    const remembered = new Map([['cifar-10/open-run', 'run']]);
    expect((await visit(remembered, [recordOfRun('newest', 200)])).shownId()).toBe('newest');
  });
});

describe('while a sweep trains its trials, and after it', () => {
  const plan = planWith({ trialCount: 2 });

  async function sweepOver(played: Awaited<ReturnType<typeof visit>>) {
    await played.session.sweeps.start(plan);
    await promisesFollowed();
    for (const accuracy of [0.4, 0.3]) {
      const done = { ...progress, step: 20 };
      played.emit({ kind: 'stepsCompleted', progress: done, points: [], logits: [], layers: [] });
      played.emit({ kind: 'validated', point: { step: 20, accuracy } });
      played.emit({ kind: 'trainingFinished', progress: done });
      await promisesFollowed();
    }
  }

  it('the run that was open before is shown again, also by a reload in the midst of it', async () => {
    const remembered = new Map<string, string>();
    const played = await visit(remembered);
    await played.session.runs.openRun('run');
    played.emit(restoredEvent(last, progress, 1));
    await played.session.sweeps.start(plan);
    await promisesFollowed();
    expect(played.shownId()).not.toBe('run');
    expect(remembered.get('cifar-10/open-run')).toBe('run');
    await played.session.sweeps.pause();

    const again = await visit(remembered);
    const { fields } = again.state();
    await sweepOver(again);
    expect(again.state().activeSweep).toBeNull();
    expect(again.shownId()).toBe('run');
    expect(again.state().fields).toEqual(fields);
  });

  it('its winner is shown where no run was open before', async () => {
    const played = await visit(new Map(), []);
    await sweepOver(played);
    expect(played.state().sweeps[0]?.results[0]?.validationAccuracy).toBe(0.4);
    expect(played.shownId()).toBe(played.state().sweeps[0]?.results[0]?.runId);
  });

  it('a trial that was cut off is not the run that Resume is meant for', async () => {
    const played = await visit();
    await played.session.sweeps.start(plan);
    await promisesFollowed();
    await played.session.sweeps.pause();
    played.emit({ kind: 'trainingPaused', progress: { ...progress, step: 10 } });
    expect(isMeantForNewRun(played.state())).toBe(true);
  });
});
