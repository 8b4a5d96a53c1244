import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StoredCheckpoint } from '../../../src/checkpoint/checkpointStores.ts';
import { whileLockIsHeld } from '../../../src/worker/trainingLock.ts';
import { checkpointWith } from '../../fixtures/checkpoints.ts';
import { sessionInMemory } from '../../fixtures/sessionInMemory.ts';
import { planWith } from '../../fixtures/sweeps.ts';
import { browserInMemory, type PlayedTab } from '../../fixtures/tabsInMemory.ts';

const progress = { step: 150, epochs: 1.2, elapsedSeconds: 9, msPerStep: null, tensorCount: 4 };
const { summary } = checkpointWith(2, 150);
const kept: StoredCheckpoint = {
  id: summary.id,
  summary,
  place: 'IndexedDB',
  byteLength: 1,
  isPinned: false,
};

type Played = ReturnType<typeof sessionInMemory>;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

async function settle(milliseconds = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
}

/** Opens the page in a tab; both tabs read the same list of checkpoints. */
async function pageIn(tabs: PlayedTab | null, checkpoints: readonly StoredCheckpoint[] = []) {
  const played = sessionInMemory({ runs: [], checkpoints, tabs });
  const opened = played.session.open();
  await settle();
  await opened;
  return { ...played, state: () => played.session.store.getState() };
}

/** What the training worker tells of a run that trains. */
function train({ emit }: Played): void {
  emit({ kind: 'trainingStarted', progress: { ...progress, step: 0 } });
  emit({ kind: 'stepsCompleted', progress, points: [], logits: [], layers: [] });
}

/** The worker's answer to Pause: the checkpoint first. */
function comeToRest({ emit }: Played): void {
  const checkpoint = {
    summary: { ...summary, reason: 'paused' as const },
    bytes: new Uint8Array(),
    text: null,
  };
  emit({ kind: 'checkpointTaken', checkpoint, isUpdate: false });
  emit({ kind: 'trainingPaused', progress });
}

async function twoPages() {
  const browser = browserInMemory();
  const tabs = { first: browser.openTab(), second: browser.openTab() };
  const checkpoints: StoredCheckpoint[] = [];
  const first = await pageIn(tabs.first, checkpoints);
  const second = await pageIn(tabs.second, checkpoints);
  return { browser, tabs, checkpoints, first, second };
}

/** The first page trains, the second was open before. */
async function firstTrains() {
  const played = await twoPages();
  played.first.session.startTraining();
  await settle();
  train(played.first);
  await settle();
  return played;
}

function kinds({ sent }: Played): string[] {
  return sent.map(({ kind }) => kind);
}

function expectTakenOver({ training, session }: Played): void {
  expect(training.endings).toBe(1);
  expect(session.store.getState()).toMatchObject({
    trainingPlace: 'givenUp',
    run: { kind: 'failed', failure: { code: 'taken-over' } },
  });
}

describe('two tabs', () => {
  it('one that trains is known to one that was open before, and to one that is opened later', async () => {
    const { browser, first, second } = await firstTrains();
    const third = await pageIn(browser.openTab());
    expect([first, second, third].map(({ state }) => state().trainingPlace)).toEqual([
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
    expect(first.state()).toMatchObject({ trainingPlace: 'elsewhere', run: { kind: 'idle' }, log: [] });
  });

  it('when the run has come to rest and is saved, the other may train at once', async () => {
    const { first, second } = await firstTrains();
    first.session.pauseTraining();
    comeToRest(first);
    expect(second.state().trainingPlace).toBe('elsewhere');
    await settle(1_000);
    expect(first.saved).toHaveLength(1);
    expect(second.state().trainingPlace).toBe('free');
    second.session.startTraining();
    await settle();
    expect(kinds(second)).toEqual(['startTraining']);
    expect(first.state()).toMatchObject({ trainingPlace: 'elsewhere', run: { kind: 'paused' } });
  });

  it('between two trials, a sweep keeps its place', async () => {
    const { first, second } = await twoPages();
    void first.session.sweeps.start(planWith());
    await settle();
    train(first);
    first.emit({ kind: 'trainingFinished', progress });
    await settle(1_000);
    expect(kinds(first)).toEqual(['startTraining', 'startTraining']);
    expect(second.state().trainingPlace).toBe('elsewhere');
  });

  it('asked to make room, the one that trains pauses, saves, and leaves; what it saved is in the other’s list', async () => {
    const { first, second, checkpoints } = await firstTrains();
    void second.session.takeOver();
    await settle();
    expect(kinds(first)).toEqual(['startTraining', 'pauseTraining']);
    expect(second.state().trainingPlace).toBe('asking');
    // Longer than one would wait for a tab that says nothing.
    await settle(20_000);
    expect(second.state().trainingPlace).toBe('asking');
    checkpoints.push(kept);
    comeToRest(first);
    await settle(1_000);
    expect(second.state().trainingPlace).toBe('here');
    expect(second.state().checkpoints).toEqual([kept]);
    expect(first.state()).toMatchObject({ trainingPlace: 'givenUp', run: { kind: 'paused' } });
    expect(first.training.endings).toBe(0);
  });

  it('whoever took over has the place until it has trained, and then the first can go on', async () => {
    const { first, second } = await firstTrains();
    void second.session.takeOver();
    await settle();
    comeToRest(first);
    await settle(60_000);
    expect(second.state().trainingPlace).toBe('here');
    second.session.startTraining();
    await settle();
    train(second);
    comeToRest(second);
    await settle(1_000);
    expect(first.state().trainingPlace).toBe('free');
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
    expect(second.state().trainingPlace).toBe('here');
  });

  it('a run that is asked to make room while it is still prepared pauses after its first step', async () => {
    const { first, second } = await twoPages();
    first.session.startTraining();
    await settle();
    void second.session.takeOver();
    await settle();
    first.emit({ kind: 'trainingStarted', progress: { ...progress, step: 0 } });
    expect(kinds(first)).toEqual(['startTraining', 'pauseTraining', 'pauseTraining']);
    comeToRest(first);
    await settle(1_000);
    expect(second.state().trainingPlace).toBe('here');
  });

  it('when the tab that trains is closed or crashes, the other is told, and offered to go on with its run', async () => {
    const { tabs, second } = await firstTrains();
    second.unfinishedRuns.set(summary.runId, { summary, bytes: Uint8Array.of(1) });
    tabs.first.close();
    await settle(2_000);
    expect(second.state().trainingPlace).toBe('free');
    expect(second.state().unfinished).toEqual(summary);
  });

  it('one that hangs is said to be silent; only asked again, the place is taken by force', async () => {
    const { tabs, first, second } = await firstTrains();
    tabs.first.hang();
    void second.session.takeOver();
    await settle(5_000);
    expect(second.state().trainingPlace).toBe('silent');
    void second.session.takeOver();
    await settle();
    expect(second.state().trainingPlace).toBe('here');

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
    expect(second.state().trainingPlace).toBe('here');
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
    request: () => Promise.reject(new DOMException('site data are blocked', 'SecurityError')),
  };
  const page = await pageIn(tab);
  page.session.startTraining();
  await settle();
  expect(kinds(page)).toEqual(['startTraining']);
});

it('a worker autosaves no more once another tab holds the lock', async () => {
  let holder = 'first';
  const saved: string[] = [];
  const save = whileLockIsHeld(async () => holder);
  await save(async () => void saved.push(holder));
  holder = 'second';
  await expect(save(async () => void saved.push(holder))).rejects.toMatchObject({
    data: { code: 'training-elsewhere' },
  });
  expect(saved).toEqual(['first']);
});
