import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StoredCheckpoint } from '../../../src/checkpoint/storedCheckpoint.ts';
import {
  comeToRest,
  firstTrains,
  kinds,
  type OpenPage,
  pagesInTabs,
  progress,
  settle,
  summary,
  train,
  trainIn,
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

function placesOf(pages: Record<string, OpenPage>): Record<string, string> {
  return Object.fromEntries(Object.entries(pages).map(([name, { state }]) => [name, state().trainingLock]));
}

describe('taking over', () => {
  it('asked to make room, the one that trains pauses, saves, and leaves; what it saved is in the other’s list', async () => {
    const { first, second, checkpoints } = await firstTrains();
    second.session.takeOver();
    await settle();
    expect(kinds(first)).toEqual(['startTraining', 'pauseTraining']);
    expect(second.state().trainingLock).toBe('asking');
    // However long it takes to save: it answers.
    await settle(100_000);
    expect(second.state().trainingLock).toBe('asking');
    checkpoints.push(kept);
    comeToRest(first);
    await settle(1_000);
    expect(second.state().trainingLock).toBe('here');
    expect(second.state().checkpoints).toEqual([kept]);
    expect(first.state()).toMatchObject({ trainingLock: 'yielded', run: { kind: 'paused' } });
    expect(first.saved).toHaveLength(1);
    expect(first.training.endings).toBe(0);
  });

  it('whoever took over has the place until it has trained, and then the first can go on', async () => {
    const { first, second } = await firstTrains();
    second.session.takeOver();
    await settle();
    comeToRest(first);
    await settle(60_000);
    expect(second.state().trainingLock).toBe('here');
    await trainIn(second);
    comeToRest(second);
    await settle(1_000);
    expect(first.state().trainingLock).toBe('free');
    first.session.resumeTraining();
    await settle();
    expect(kinds(first).at(-1)).toBe('resumeTraining');
  });

  it('a sweep that is asked to make room rests as a whole', async () => {
    const { first, second } = await twoPages();
    const started = first.session.sweeps.start(planWith());
    await settle();
    await started;
    train(first);
    second.session.takeOver();
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
    second.session.takeOver();
    await settle();
    first.emit({ kind: 'trainingStarted', progress: { ...progress, step: 0 } });
    expect(kinds(first)).toEqual(['startTraining', 'pauseTraining']);
    comeToRest(first);
    await settle(1_000);
    expect(second.state().trainingLock).toBe('here');
  });

  it('a tab that wants to write for a moment does not make the other pause', async () => {
    const { first, second } = await firstTrains();
    await Promise.all([second.session.deleteCheckpoint('any'), settle(2_000)]);
    expect(kinds(first)).toEqual(['startTraining']);
    expect(placesOf({ first, second })).toEqual({ first: 'here', second: 'elsewhere' });
  });
});

describe('of several tabs that take over', () => {
  async function oneOfFourTrains() {
    const played = await pagesInTabs('a', 'b', 'c', 'd');
    await trainIn(played.pages.a);
    return played;
  }

  it('at once, the last to ask trains; nobody is said not to answer', async () => {
    const { pages, browser } = await oneOfFourTrains();
    pages.b.session.takeOver();
    pages.c.session.takeOver();
    pages.d.session.takeOver();
    await settle(100_000);
    expect(placesOf(pages)).toEqual({ a: 'here', b: 'overruled', c: 'overruled', d: 'asking' });
    comeToRest(pages.a);
    await settle(1_000);
    expect(placesOf(pages)).toEqual({ a: 'yielded', b: 'overruled', c: 'overruled', d: 'here' });
    expect(browser.stateOf('training')).toEqual({ holder: 'tab 4', waiting: [] });
    expect(browser.stateOf('turn')).toEqual({ holder: null, waiting: [] });
  });

  it('whoever has just got the place, or has begun to train, hears the next one', async () => {
    const { pages } = await oneOfFourTrains();
    pages.b.session.takeOver();
    await settle();
    comeToRest(pages.a);
    await settle(290);
    pages.c.session.takeOver();
    await settle(1_000);
    expect(placesOf(pages)).toEqual({ a: 'yielded', b: 'overruled', c: 'here', d: 'elsewhere' });

    await trainIn(pages.c);
    pages.a.session.takeOver();
    await settle(20_000);
    expect(pages.a.state().trainingLock).toBe('asking');
    comeToRest(pages.c);
    await settle(1_000);
    expect(placesOf(pages)).toEqual({ a: 'here', b: 'overruled', c: 'yielded', d: 'elsewhere' });
    expect(pages.c.saved).toHaveLength(1);
  });

  it('one that was granted the place and is asked in the same moment gives it on', async () => {
    const { pages } = await oneOfFourTrains();
    pages.b.session.takeOver();
    await settle();
    comeToRest(pages.a);
    await vi.waitFor(() => expect(pages.b.state().trainingLock).toBe('here'), {
      interval: 1,
      timeout: 10_000,
    });
    pages.c.session.takeOver();
    await settle(1_000);
    expect(placesOf(pages)).toEqual({ a: 'yielded', b: 'yielded', c: 'here', d: 'elsewhere' });
  });

  it('one that is overruled may ask again, and is the last then', async () => {
    const { pages } = await oneOfFourTrains();
    pages.b.session.takeOver();
    pages.c.session.takeOver();
    await settle(1_000);
    pages.b.session.takeOver();
    await settle(1_000);
    comeToRest(pages.a);
    await settle(1_000);
    expect(placesOf(pages)).toEqual({ a: 'yielded', b: 'here', c: 'overruled', d: 'elsewhere' });
  });

  it('the request of one that is closed is gone: whoever trained has paused, and keeps its place to others', async () => {
    const { pages, tabs, browser } = await oneOfFourTrains();
    pages.b.session.takeOver();
    await settle(1_000);
    tabs.b.close();
    await settle(2_000);
    comeToRest(pages.a);
    await settle(2_000);
    expect(browser.stateOf('training')).toEqual({ holder: null, waiting: [] });
    expect(pages.a.state()).toMatchObject({ trainingLock: 'free', run: { kind: 'paused' } });
    expect(pages.c.state().trainingLock).toBe('free');
  });

  it('the one that trains may be closed meanwhile: the place is the last one’s at once', async () => {
    const { pages, tabs } = await oneOfFourTrains();
    pages.b.session.takeOver();
    pages.c.session.takeOver();
    await settle();
    tabs.a.close();
    await settle(1_000);
    expect(pages.b.state().trainingLock).toBe('overruled');
    expect(pages.c.state().trainingLock).toBe('here');
  });

  it('an idle tab that hangs stands in nobody’s way', async () => {
    const { pages, tabs } = await oneOfFourTrains();
    tabs.d.hang();
    pages.b.session.takeOver();
    await settle();
    comeToRest(pages.a);
    await settle(1_000);
    expect(pages.b.state().trainingLock).toBe('here');
  });
});

describe('a tab that hangs or is frozen while it trains', () => {
  async function robbed() {
    const played = await firstTrains();
    played.tabs.first.hang();
    played.second.session.takeOver();
    await settle(5_000);
    played.second.session.takeOver();
    await settle(1_000);
    return played;
  }

  it('is said not to answer; only asked again, the place is taken by force', async () => {
    const { tabs, first, second } = await firstTrains();
    tabs.first.hang();
    second.session.takeOver();
    await settle(4_000);
    expect(second.state().trainingLock).toBe('asking');
    await settle(1_000);
    expect(second.state().trainingLock).toBe('silent');
    second.session.takeOver();
    await settle(1_000);
    expect(second.state().trainingLock).toBe('here');
    expect(first.saved).toEqual([]);
  });

  it('is asked on: as soon as it answers, it is not offered to be robbed any more', async () => {
    const { tabs, first, second } = await firstTrains();
    tabs.first.hang();
    second.session.takeOver();
    await settle(20_000);
    expect(second.state().trainingLock).toBe('silent');
    tabs.first.wake();
    await settle(1_000);
    expect(second.state().trainingLock).toBe('asking');
    comeToRest(first);
    await settle(1_000);
    expect(placesOf({ first, second })).toEqual({ first: 'yielded', second: 'here' });
  });

  it('pauses when it wakes, adds what it had not saved to the checkpoints, and says what happened', async () => {
    const { tabs, first, second } = await robbed();
    tabs.first.wake();
    await settle(100);
    expect(kinds(first).at(-1)).toBe('pauseTraining');
    comeToRest(first);
    await settle(1_000);
    expect(first.saved.map(({ text }) => text)).toEqual([null]);
    expect(first.state()).toMatchObject({ trainingLock: 'robbed', run: { kind: 'paused' } });
    expect(first.state().log.at(-2)).toBe('Step 150: another tab took over by force');
    expect(first.state().notices.filter(({ place }) => place === 'checkpoints')).toEqual([]);
    expect(second.state().trainingLock).toBe('here');
  });

  it('adds it also where its worker was quicker than the news', async () => {
    const { tabs, first } = await robbed();
    comeToRest(first);
    await settle(1_000);
    tabs.first.wake();
    await settle(1_000);
    expect(first.saved).toHaveLength(1);
    expect(first.state()).toMatchObject({ trainingLock: 'robbed', run: { kind: 'paused' } });
  });

  it('replaces and deletes nothing', async () => {
    const { tabs, first, checkpoints } = await robbed();
    checkpoints.push(kept);
    tabs.first.wake();
    await settle(100);
    comeToRest(first);
    await Promise.all([first.session.deleteCheckpoint(kept.id), settle(2_000)]);
    expect(first.saved).toEqual([]);
    expect(first.state().notices).toContainEqual({
      place: 'checkpoints',
      failure: { code: 'training-elsewhere', details: {} },
    });
  });

  it('does not begin to train either when it wakes in the middle of its preparation', async () => {
    const { tabs, first, second } = await twoPages();
    first.session.startTraining();
    await settle();
    first.emit({ kind: 'stepsCompleted', progress, points: [], logits: [], layers: [] });
    tabs.first.hang();
    second.session.takeOver();
    await settle(5_000);
    second.session.takeOver();
    await settle(1_000);
    tabs.first.wake();
    await settle(100);
    expect(kinds(first)).toEqual(['startTraining', 'pauseTraining']);
  });

  it('may take the place back, and goes on from where it paused', async () => {
    const { tabs, first, second } = await robbed();
    tabs.first.wake();
    await settle(100);
    comeToRest(first);
    first.session.takeOver();
    await settle(2_000);
    expect(placesOf({ first, second })).toEqual({ first: 'here', second: 'yielded' });
    first.session.resumeTraining();
    await settle();
    expect(kinds(first).at(-1)).toBe('resumeTraining');
  });

  it('is robbed once: others that had asked before are told that they come later', async () => {
    const { pages, tabs } = await pagesInTabs('a', 'b', 'c');
    await trainIn(pages.a);
    tabs.a.hang();
    pages.b.session.takeOver();
    pages.c.session.takeOver();
    await settle(6_000);
    expect(placesOf(pages)).toEqual({ a: 'here', b: 'overruled', c: 'silent' });
    pages.c.session.takeOver();
    pages.c.session.takeOver();
    await settle(2_000);
    tabs.a.wake();
    await settle(2_000);
    expect(placesOf(pages)).toEqual({ a: 'robbed', b: 'overruled', c: 'here' });
  });

  it('while it asks does not keep the place for ever: it can be robbed as well', async () => {
    const { pages, tabs } = await pagesInTabs('a', 'b', 'c');
    await trainIn(pages.a);
    pages.b.session.takeOver();
    await settle();
    tabs.b.hang();
    comeToRest(pages.a);
    await settle(2_000);
    expect(pages.c.state().trainingLock).toBe('elsewhere');
    pages.c.session.takeOver();
    await settle(6_000);
    expect(pages.c.state().trainingLock).toBe('silent');
    pages.c.session.takeOver();
    await settle(1_000);
    expect(pages.c.state().trainingLock).toBe('here');
    tabs.b.wake();
    await settle(1_000);
    expect(placesOf(pages)).toEqual({ a: 'yielded', b: 'robbed', c: 'here' });
  });
});
