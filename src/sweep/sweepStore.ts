import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { Failure } from '../failure.ts';
import type { SweepRecord } from './sweepState.ts';

interface SweepSchema extends DBSchema {
  sweeps: { key: string; value: SweepRecord };
}

/** Sweeps in IndexedDB. */
export interface SweepStore {
  /** Newest first; what is no record of a sweep is left out. */
  list(): Promise<SweepRecord[]>;
  save(record: SweepRecord): Promise<void>;
  delete(id: string): Promise<void>;
}

export function openSweepStore(): SweepStore {
  let opened: Promise<IDBPDatabase<SweepSchema>> | null = null;

  function database(): Promise<IDBPDatabase<SweepSchema>> {
    opened ??= openDatabase(() => {
      opened = null;
    });
    return opened;
  }

  return {
    async list() {
      const [stored, { readSweepRecord }] = await Promise.all([
        database().then((present) => present.getAll('sweeps')),
        // What checks the records comes behind the first paint.
        import('./sweepSchema.ts'),
      ]);
      const records = stored.map(readSweepRecord).filter((record) => record !== null);
      return records.sort((a, b) => b.plan.id.localeCompare(a.plan.id));
    },
    async save(record) {
      await (await database()).put('sweeps', record);
    },
    async delete(id) {
      await (await database()).delete('sweeps', id);
    },
  };
}

async function openDatabase(onClosed: () => void): Promise<IDBPDatabase<SweepSchema>> {
  try {
    return await openDB<SweepSchema>('cifar-10-sweeps', 1, {
      upgrade(database) {
        database.createObjectStore('sweeps', { keyPath: 'plan.id' });
      },
      terminated: onClosed,
    });
  } catch (cause) {
    onClosed();
    throw new Failure({ code: 'storage-unavailable', details: {} }, { cause });
  }
}
