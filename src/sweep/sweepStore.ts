import type { DBSchema } from 'idb';
import { changeReopened, type Extent, orStorageFailure } from '../database/change.ts';
import { type ConnectionEnd, type DatabasePlan, reopened } from '../database/openDatabase.ts';
import { newestSweepFirst, type SweepRecord } from './sweepState.ts';

interface SweepSchema extends DBSchema {
  sweeps: { key: string; value: SweepRecord };
}

const plan: DatabasePlan<SweepSchema> = {
  name: 'cifar-10-sweeps',
  version: 1,
  upgrade: (database) => database.createObjectStore('sweeps', { keyPath: 'plan.id' }),
};

/** A trial takes minutes, so its result is written to the disk before the next one begins. */
const whole: Extent<'sweeps'> = { stores: ['sweeps'], neededBytes: null, durability: 'strict' };

/** Sweeps in IndexedDB. Methods throw a Failure: `storage-unavailable`, `storage-full`, `storage-failed`, … */
export interface SweepStore {
  /**
   * Newest first. Records that cannot be read are left out, and kept.
   *
   * @param onUnreadable called where there are any, with how many
   */
  list(onUnreadable?: (count: number) => void): Promise<SweepRecord[]>;
  save(record: SweepRecord): Promise<void>;
  delete(id: string): Promise<void>;
}

/** @param onEnded see `reopened` */
export function openSweepStore(onEnded?: (end: ConnectionEnd) => void): SweepStore {
  const database = reopened(plan, onEnded);

  return {
    async list(onUnreadable) {
      const [stored, { readSweepRecord }] = await Promise.all([
        database().then((present) => orStorageFailure(null, () => present.getAll('sweeps'))),
        // The schema is loaded after the first paint.
        import('./sweepSchema.ts'),
      ]);
      const records = stored.map(readSweepRecord).filter((record) => record !== null);
      if (records.length < stored.length) onUnreadable?.(stored.length - records.length);
      return records.sort(newestSweepFirst);
    },
    async save(record) {
      await changeReopened(database, whole, (transaction) => transaction.objectStore('sweeps').put(record));
    },
    async delete(id) {
      await changeReopened(database, whole, (transaction) => transaction.objectStore('sweeps').delete(id));
    },
  };
}
