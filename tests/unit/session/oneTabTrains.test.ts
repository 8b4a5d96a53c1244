import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { guardWrites } from '../../../src/worker/trainingLock.ts';
import {
  comeToRest,
  firstTrains,
  kinds,
  pageIn,
  progress,
  settle,
  summary,
  train,
  twoPages,
} from '../../fixtures/pagesInTabs.ts';
import { planWith } from '../../fixtures/sweeps.ts';
import { browserInMemory, type PlayedTab } from '../../fixtures/tabsInMemory.ts';

// A sweep loads it when it needs it, which no fake clock waits for.
import '../../../src/sweep/nextTrial.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('of the tabs of a browser', () => {
  it('one that trains is known to one that was open before, and to one that is opened later', async () => {
    const { browser, first, second } = await firstTrains();
    const third = await pageIn(browser.openTab());
    expect([first, second, third].map(({ state }) => state().trainingLock)).toEqual([
      'here',
      'elsewhere',
      'elsewhere',
    ]);
  });

  it('where one trains, the other neither trains, restores, searches nor writes', async () => {
    const { second } = await firstTrains();
    const { session } = second;
    const sweepStarted = session.sweeps.start(planWith());
    const deleted = session.deleteCheckpoint('any');
    session.startTraining();
    session.trainOneStep();
    void session.restoreCheckpoint(summary.id);
    await settle(1_000);
    await Promise.all([sweepStarted, deleted]);
    expect(second.sent).toEqual([]);
    expect(second.sweepRecords.size).toBe(0);
    expect(second.state().run.kind).toBe('idle');
    expect(second.state().notices).toContainEqual({
      place: 'checkpoints',
      failure: { code: 'training-elsewhere', details: {} },
    });
  });

  it('of two that begin in the same moment, one trains and the other is as it was', async () => {
    const { first, second } = await twoPages();
    second.session.startTraining();
    first.session.startTraining();
    await settle(1_000);
    expect([kinds(second), kinds(first)]).toEqual([['startTraining'], []]);
    expect(first.state()).toMatchObject({ trainingLock: 'elsewhere', run: { kind: 'idle' }, log: [] });
  });

  it('when the run has come to rest and is saved, the other may train at once', async () => {
    const { first, second } = await firstTrains();
    first.session.pauseTraining();
    comeToRest(first);
    expect(second.state().trainingLock).toBe('elsewhere');
    await settle(1_000);
    expect(first.saved).toHaveLength(1);
    expect(second.state().trainingLock).toBe('free');
    second.session.startTraining();
    await settle();
    expect(kinds(second)).toEqual(['startTraining']);
    expect(first.state()).toMatchObject({ trainingLock: 'elsewhere', run: { kind: 'paused' } });
  });

  it('one that is about to train says so at once, and no longer where the other got the place', async () => {
    const { first, second } = await twoPages();
    second.session.startTraining();
    first.session.startTraining();
    const areStarting = () => [second, first].map(({ state }) => state().isStarting);
    expect(areStarting()).toEqual([true, true]);
    await settle(1_000);
    expect([second, first].map(({ state }) => state().run.kind)).toEqual(['preparing', 'idle']);
    expect(areStarting()).toEqual([false, false]);
  });

  it('one that is about to train keeps the place that it has from what it did before', async () => {
    const keepFilesOfPage = () => new Promise<void>((resolve) => setTimeout(resolve, 500));
    const page = await pageIn(browserInMemory().openTab(), [], { keepFilesOfPage });
    void page.session.chooseBackend('wasm');
    await settle(750);
    page.session.startTraining();
    await settle(2_000);
    expect(kinds(page)).toEqual(['startTraining']);
    expect(page.state()).toMatchObject({ trainingLock: 'here', run: { kind: 'preparing' } });
  });

  it('between two trials, a sweep keeps its place', async () => {
    const { first, second } = await twoPages();
    void first.session.sweeps.start(planWith());
    await settle();
    train(first);
    first.emit({ kind: 'trainingFinished', progress });
    await settle(1_000);
    expect(kinds(first)).toEqual(['startTraining', 'startTraining']);
    expect(second.state().trainingLock).toBe('elsewhere');
  });

  it('when the tab that trains is closed or crashes, the other is told, and offered to go on with its run', async () => {
    const { tabs, second } = await firstTrains();
    second.unfinishedRuns.set(summary.runId, { summary, bytes: Uint8Array.of(1) });
    tabs.first.close();
    await settle(2_000);
    expect(second.state().trainingLock).toBe('free');
    expect(second.state().unfinished).toEqual(summary);
  });
});

it('in a browser without locks or channels, a page trains as if it were alone', async () => {
  const first = await pageIn(null);
  const second = await pageIn(null);
  first.session.startTraining();
  second.session.startTraining();
  expect([kinds(first), kinds(second)]).toEqual([['startTraining'], ['startTraining']]);
});

it('where the browser refuses locks, a page trains as if it were alone', async () => {
  const tab: PlayedTab = {
    ...browserInMemory().openTab(),
    join: () => Promise.reject(new DOMException('site data are blocked', 'SecurityError')),
  };
  const page = await pageIn(tab);
  page.session.startTraining();
  await settle();
  expect(kinds(page)).toEqual(['startTraining']);
});

describe('a worker autosaves', () => {
  function guarded() {
    const saved: string[] = [];
    const lock = { holder: 'first' };
    const guard = guardWrites(async () => lock.holder);
    return { lock, guard, saved, save: () => guard.write(async () => void saved.push(lock.holder)) };
  }

  it('no more once another tab has the lock', async () => {
    const { lock, guard, saved, save } = guarded();
    guard.trainingBegins();
    await save();
    lock.holder = 'second';
    await expect(save()).rejects.toMatchObject({ data: { code: 'training-elsewhere' } });
    expect(saved).toEqual(['first']);
  });

  it('not even once where the lock was taken before, and again when its page has it back', async () => {
    const { lock, guard, saved, save } = guarded();
    guard.trainingBegins();
    lock.holder = 'second';
    await expect(save()).rejects.toMatchObject({ data: { code: 'training-elsewhere' } });
    lock.holder = 'first';
    guard.trainingBegins();
    await save();
    expect(saved).toEqual(['first']);
  });
});
