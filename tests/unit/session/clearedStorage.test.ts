import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lastingPreferences } from '../../../src/session/environment/preferences.ts';
import { lostStorageText } from '../../../src/ui/words/lostStorage.ts';
import { checkpointWith, listed } from '../../fixtures/checkpoints.ts';
import { recordOfRun } from '../../fixtures/runRecords.ts';
import { restoredEvent, sessionInMemory } from '../../fixtures/sessionInMemory.ts';
import { browserInMemory } from '../../fixtures/tabsInMemory.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const { summary } = checkpointWith(2, 150);
const progress = { step: 150, epochs: 1.2, elapsedSeconds: 9, msPerStep: null, tensorCount: 4 };

async function opened(contents: Partial<Parameters<typeof sessionInMemory>[0]> = {}) {
  const checkpoints = [listed({ summary })];
  const played = sessionInMemory({
    runs: [recordOfRun('run', 150), recordOfRun('other', 90)],
    checkpoints,
    ...contents,
  });
  const opening = played.session.open();
  await vi.advanceTimersByTimeAsync(0);
  await opening;
  const clearEverything = () => {
    played.records.clear();
    played.sweepRecords.clear();
    checkpoints.length = 0;
    played.faults.areBatchesGone = true;
  };
  return { ...played, clearEverything, state: () => played.session.store.getState() };
}

async function restored() {
  const page = await opened();
  page.emit(restoredEvent(summary, progress, 2));
  await vi.advanceTimersByTimeAsync(0);
  return page;
}

describe('storage that is cleared while the page is open', () => {
  it('is said once, however many stores were cleared, and the lists tell the truth', async () => {
    const { state, faults, clearEverything, session } = await restored();
    clearEverything();
    for (const sign of ['deleted', 'closed', 'deleted', 'closed'] as const) faults.tellOfClearing(sign);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(state().lostStorage).toEqual({
      pictures: true,
      checkpoints: 1,
      runs: 1,
      sweeps: 0,
      present: 'saved',
    });
    expect(state().data).toMatchObject({ kind: 'incomplete', stored: [] });
    expect(state().checkpoints).toEqual([]);
    expect(state().runs.map(({ id }) => id)).toEqual(['run']);
    session.dismissLostStorage();
    expect(state().lostStorage).toBeNull();
  });

  it('leaves the present run on record, with its name and notes', async () => {
    const { session, records, faults, clearEverything } = await restored();
    await session.runs.renameRun('run', 'mine');
    await session.runs.annotateRun('run', 'the good one');
    clearEverything();
    faults.tellOfClearing('deleted');
    await vi.advanceTimersByTimeAsync(1_000);
    expect([...records.values()].map(({ summary: { id, name, notes } }) => [id, name, notes])).toEqual([
      ['run', 'mine', 'the good one'],
    ]);
  });

  it('leaves on record a run that is only shown, and the ticked ones', async () => {
    const { session, records, faults, clearEverything } = await opened();
    const whole = new Map(records);
    await session.runs.setRunShown('other', true);
    clearEverything();
    faults.tellOfClearing('deleted');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(records).toEqual(whole);
  });

  it('costs no run that trains anything: it goes on, and is autosaved', async () => {
    const { session, emit, sent, state, faults, clearEverything } = await opened();
    session.startTraining();
    emit({ kind: 'trainingStarted', progress: { ...progress, step: 0 } });
    emit({ kind: 'stepsCompleted', progress, points: [], logits: [], layers: [] });
    clearEverything();
    faults.tellOfClearing('deleted');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(state().run.kind).toBe('training');
    expect(sent.map(({ kind }) => kind)).toEqual(['startTraining']);
    expect(state().lostStorage?.present).toBe('savedSoon');
    expect(state().runs).toHaveLength(1);
  });

  it('saves the checkpoint of a paused run again, to the last bit', async () => {
    const { session, emit, saved, faults, clearEverything, state } = await restored();
    const checkpoint = { summary, bytes: Uint8Array.of(1, 2, 3), text: null };
    emit({ kind: 'checkpointTaken', checkpoint, isUpdate: true });
    await vi.advanceTimersByTimeAsync(0);
    expect(state().checkpoints.map(({ id }) => id)).toEqual([summary.id]);
    saved.length = 0;
    clearEverything();
    faults.tellOfClearing('deleted');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saved).toMatchObject([{ summary, bytes: Uint8Array.of(1, 2, 3) }]);
    expect(session.store.getState().notices).toEqual([]);
  });

  it('leaves the offer to continue a run that was cut off', async () => {
    const autosave = { summary, bytes: Uint8Array.of(1) };
    const { state, unfinishedRuns, faults } = await opened({
      runs: [],
      checkpoints: [],
      autosaves: [autosave],
    });
    unfinishedRuns.clear();
    faults.tellOfClearing('deleted');
    await vi.advanceTimersByTimeAsync(1_000);
    expect([...unfinishedRuns.values()]).toEqual([autosave]);
    expect(state().unfinished?.step).toBe(150);
  });

  it('that was not cleared, although the browser ended the connections, is not said to be', async () => {
    const { state, faults } = await restored();
    faults.tellOfClearing('closed');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(state().lostStorage).toBeNull();
  });

  it('is only said by a tab that looks on: the tab that trains writes', async () => {
    const browser = browserInMemory();
    const training = await opened({ runs: [], checkpoints: [], tabs: browser.openTab() });
    training.session.startTraining();
    await vi.advanceTimersByTimeAsync(0);
    const looking = await opened({ tabs: browser.openTab() });
    looking.clearEverything();
    looking.faults.tellOfClearing('deleted');
    await vi.advanceTimersByTimeAsync(4_000);
    expect(looking.records.size).toBe(0);
    expect(looking.state().lostStorage).toMatchObject({ runs: 2, present: 'savedElsewhere' });
    expect(looking.state().notices).toEqual([]);
  });

  it('is said where nothing of it was listed', async () => {
    const { state, faults } = await opened({ runs: [], checkpoints: [] });
    faults.tellOfClearing('deleted');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(state().lostStorage).toMatchObject({ pictures: false, checkpoints: 0, runs: 0, present: null });
  });
});

describe('preferences', () => {
  it('are written again as this page knows them, but not over what is there', () => {
    const stored = new Map([
      ['read', 'a'],
      ['kept', 'b'],
    ]);
    const preferences = lastingPreferences({
      read: (key) => stored.get(key) ?? null,
      write: (key, text) => void stored.set(key, text),
    });
    preferences.read('read');
    preferences.read('kept');
    preferences.write('written', 'c');
    stored.clear();
    stored.set('kept', 'newer');
    preferences.writeAgain();
    expect(Object.fromEntries(stored)).toEqual({ read: 'a', kept: 'newer', written: 'c' });
  });
});

describe('what is said of cleared storage', () => {
  const nothing = { pictures: false, checkpoints: 0, runs: 0, sweeps: 0, present: null };

  it('counts what is gone, and says what to do', () => {
    expect(
      lostStorageText({ pictures: true, checkpoints: 3, runs: 1, sweeps: 2, present: 'savedSoon' }),
    ).toBe(
      'What the browser stored for this page was cleared, by its settings or by another tab. Gone: CIFAR-10, 3 checkpoints, 1 run and 2 searches. The run goes on, and is saved again within 15 seconds. Download CIFAR-10 again before the next run.',
    );
  });

  it('says where nothing is gone', () => {
    expect(lostStorageText(nothing)).toContain('Nothing that this page lists is gone.');
  });
});
