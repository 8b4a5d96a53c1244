import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StoredCheckpoint } from '../../../src/checkpoint/storedCheckpoint.ts';
import {
  comeToRest,
  firstTrains,
  kinds,
  type PlayedPage,
  progress,
  settle,
  summary,
  train,
  twoPages,
} from '../../fixtures/pagesInTabs.ts';
import { planWith } from '../../fixtures/sweeps.ts';

const kept: StoredCheckpoint = {
  id: summary.id,
  summary,
  place: 'IndexedDB',
  byteLength: 1,
  isPinned: false,
  number: null,
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function expectTakenOver({ training, session }: PlayedPage): void {
  expect(training.endings).toBe(1);
  expect(session.store.getState()).toMatchObject({
    trainingLock: 'yielded',
    run: { kind: 'failed', failure: { code: 'taken-over' } },
  });
}

describe('taking over', () => {
  it('asked to make room, the one that trains pauses, saves, and leaves; what it saved is in the other’s list', async () => {
    const { first, second, checkpoints } = await firstTrains();
    void second.session.takeOver();
    await settle();
    expect(kinds(first)).toEqual(['startTraining', 'pauseTraining']);
    expect(second.state().trainingLock).toBe('asking');
    // Longer than one would wait for a tab that says nothing.
    await settle(20_000);
    expect(second.state().trainingLock).toBe('asking');
    checkpoints.push(kept);
    comeToRest(first);
    await settle(1_000);
    expect(second.state().trainingLock).toBe('here');
    expect(second.state().checkpoints).toEqual([kept]);
    expect(first.state()).toMatchObject({ trainingLock: 'yielded', run: { kind: 'paused' } });
    expect(first.training.endings).toBe(0);
  });

  it('whoever took over has the place until it has trained, and then the first can go on', async () => {
    const { first, second } = await firstTrains();
    void second.session.takeOver();
    await settle();
    comeToRest(first);
    await settle(60_000);
    expect(second.state().trainingLock).toBe('here');
    second.session.startTraining();
    await settle();
    train(second);
    comeToRest(second);
    await settle(1_000);
    expect(first.state().trainingLock).toBe('free');
    first.session.resumeTraining();
    await settle();
    expect(kinds(first).at(-1)).toBe('resumeTraining');
  });

  it('a sweep that is asked to make room rests as a whole', async () => {
    const { first, second } = await twoPages();
    void first.session.sweeps.start(planWith());
    await settle();
    train(first);
    void second.session.takeOver();
    await settle();
    comeToRest(first);
    await settle(1_000);
    expect(first.state().activeSweep).toBeNull();
    expect(second.state().trainingLock).toBe('here');
  });

  it('a run that is asked to make room while it is still prepared is asked once to pause', async () => {
    const { first, second } = await twoPages();
    first.session.startTraining();
    await settle();
    void second.session.takeOver();
    await settle();
    first.emit({ kind: 'trainingStarted', progress: { ...progress, step: 0 } });
    expect(kinds(first)).toEqual(['startTraining', 'pauseTraining']);
    comeToRest(first);
    await settle(1_000);
    expect(second.state().trainingLock).toBe('here');
  });

  it('one that hangs is said to be silent; only asked again, the place is taken by force', async () => {
    const { tabs, first, second } = await firstTrains();
    tabs.first.hang();
    void second.session.takeOver();
    await settle(5_000);
    expect(second.state().trainingLock).toBe('silent');
    void second.session.takeOver();
    await settle();
    expect(second.state().trainingLock).toBe('here');

    // What its worker told it meanwhile must not be written any more, also before it hears why.
    comeToRest(first);
    await settle(1_000);
    expect(first.saved).toEqual([]);
    tabs.first.wake();
    await settle();
    expectTakenOver(first);
  });

  it('one that trains on when it wakes ends, and says why', async () => {
    const { tabs, first, second } = await firstTrains();
    tabs.first.hang();
    void second.session.takeOver();
    await settle(5_000);
    void second.session.takeOver();
    await settle();
    tabs.first.wake();
    await settle();
    expectTakenOver(first);
    expect(second.state().trainingLock).toBe('here');
  });
});
