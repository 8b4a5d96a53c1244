import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { Failure } from '../failure.ts';
import type { RunRecord, RunSummary } from './runRecord.ts';

/** Runs recorded by an earlier version have no layers. */
type StoredRecord = Omit<RunRecord, 'summary' | 'layers'> & Partial<Pick<RunRecord, 'layers'>>;

interface RunSchema extends DBSchema {
  /** Apart from the records, so that the list does not read every curve. */
  summaries: { key: string; value: RunSummary };
  records: { key: string; value: StoredRecord };
}

/** What a person says of a run. */
export type RunWords = Partial<Pick<RunSummary, 'name' | 'notes'>>;

/** Runs in IndexedDB. */
export interface RunStore {
  /** Newest first; what is no record of a run is left out. */
  list(): Promise<RunSummary[]>;
  load(id: string): Promise<RunRecord | null>;
  save(record: RunRecord): Promise<void>;
  /** Gives the run another name or other notes. */
  describe(id: string, words: RunWords): Promise<void>;
  delete(id: string): Promise<void>;
}

export function openRunStore(): RunStore {
  let opened: Promise<IDBPDatabase<RunSchema>> | null = null;

  function database(): Promise<IDBPDatabase<RunSchema>> {
    opened ??= openDatabase(() => {
      opened = null;
    });
    return opened;
  }

  return {
    async list() {
      const [stored, { readRunSummary }] = await Promise.all([
        database().then((present) => present.getAll('summaries')),
        runSchema(),
      ]);
      const summaries = stored.map(readRunSummary).filter((summary) => summary !== null);
      return summaries.sort((a, b) => b.startedAt.localeCompare(a.startedAt));
    },

    async load(id) {
      const transaction = (await database()).transaction(['summaries', 'records']);
      const [summary, record] = await Promise.all([
        transaction.objectStore('summaries').get(id),
        transaction.objectStore('records').get(id),
      ]);
      return (await runSchema()).readRunRecord(summary, record);
    },

    async save({ summary, ...record }) {
      const transaction = (await database()).transaction(['summaries', 'records'], 'readwrite');
      await Promise.all([
        transaction.objectStore('summaries').put(summary),
        transaction.objectStore('records').put(record, summary.id),
        transaction.done,
      ]);
    },

    async describe(id, words) {
      const transaction = (await database()).transaction('summaries', 'readwrite');
      const summary = await transaction.store.get(id);
      if (summary) await transaction.store.put({ ...summary, ...words });
      await transaction.done;
    },

    async delete(id) {
      const transaction = (await database()).transaction(['summaries', 'records'], 'readwrite');
      await Promise.all([
        transaction.objectStore('summaries').delete(id),
        transaction.objectStore('records').delete(id),
        transaction.done,
      ]);
    },
  };
}

/** What checks the records comes behind the first paint. */
function runSchema() {
  return import('./runSchema.ts');
}

async function openDatabase(onClosed: () => void): Promise<IDBPDatabase<RunSchema>> {
  try {
    return await openDB<RunSchema>('cifar-10-runs', 1, {
      upgrade(database) {
        database.createObjectStore('summaries', { keyPath: 'id' });
        database.createObjectStore('records');
      },
      terminated: onClosed,
    });
  } catch (cause) {
    onClosed();
    throw new Failure({ code: 'storage-unavailable', details: {} }, { cause });
  }
}
