import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { readSweepRecord } from '../../../src/sweep/sweepSchema.ts';
import type { SweepRecord } from '../../../src/sweep/sweepState.ts';
import { openSweepStore } from '../../../src/sweep/sweepStore.ts';
import { planWith } from '../../fixtures/sweeps.ts';

describe('sweeps on record', () => {
  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory();
  });

  const older: SweepRecord = { plan: planWith({ id: '2026-11-24_12-00-00' }), results: [], number: null };
  const newer: SweepRecord = { plan: planWith({ id: '2026-11-24_12-00-01' }), results: [], number: null };

  it('are there for the next page that opens the store, the newest first', async () => {
    const store = openSweepStore();
    await store.save(newer);
    await store.save(older);
    expect(await openSweepStore().list()).toEqual([newer, older]);
  });

  it('are in the order in which they were started, whatever the clock said then; those without a number are older', async () => {
    const store = openSweepStore();
    const second = { plan: planWith({ id: '2026-11-23_12-00-00' }), results: [], number: 2 };
    const first = { plan: planWith({ id: '2026-11-23_13-00-00' }), results: [], number: 1 };
    for (const sweep of [first, second, older, newer]) await store.save(sweep);
    expect(await store.list()).toEqual([second, first, newer, older]);
  });

  it('have what was saved last', async () => {
    const { base: hyperparameters } = older.plan;
    const result = { trial: 0, hyperparameters, runId: 'run', validationAccuracy: 0.3, step: 20, seconds: 1 };
    const store = openSweepStore();
    await store.save(older);
    await store.save({ ...older, results: [result] });
    expect(await store.list()).toEqual([{ ...older, results: [result] }]);
  });

  it('of the first version, which knew of no other way, try what was drawn twice twice', () => {
    const stored = { ...older, plan: { ...older.plan, isDrawnOnce: undefined } };
    expect(readSweepRecord(stored)?.plan.isDrawnOnce).toBe(false);
  });

  it('are gone when they were deleted', async () => {
    const store = openSweepStore();
    await store.save(older);
    await store.delete(older.plan.id);
    expect(await store.list()).toEqual([]);
  });
});
