import type { DBSchema } from 'idb';
import { change, type Extent, orStorageFailure } from '../database/change.ts';
import { type DatabasePlan, reopened } from '../database/openDatabase.ts';
import { newestRunFirst } from './runOrder.ts';
import type { RunRecord, RunSummary } from './runRecord.ts';

/** Records of earlier versions have no layers and no times. */
type StoredRecord = Omit<RunRecord, 'summary' | 'layers' | 'times'> &
  Partial<Pick<RunRecord, 'layers' | 'times'>>;

interface RunSchema extends DBSchema {
  /** Stored separately from the records, so that listing does not read every curve. */
  summaries: { key: string; value: RunSummary };
  records: { key: string; value: StoredRecord };
}

/** The user's description of a run. */
export type RunDescription = Partial<Pick<RunSummary, 'name' | 'notes'>>;

const plan: DatabasePlan<RunSchema> = {
  name: 'cifar-10-runs',
  version: 1,
  upgrade(database) {
    database.createObjectStore('summaries', { keyPath: 'id' });
    database.createObjectStore('records');
  },
};

/** Records are written every few seconds, so waiting for the disk is not worthwhile. */
const whole: Extent<'summaries' | 'records'> = {
  stores: ['summaries', 'records'],
  neededBytes: null,
  durability: 'relaxed',
};

/** Runs in IndexedDB. Methods throw a Failure: `storage-unavailable`, `storage-full`, `storage-failed`, … */
export interface RunStore {
  /** Newest first; invalid records are left out. */
  list(): Promise<RunSummary[]>;
  load(id: string): Promise<RunRecord | null>;
  save(record: RunRecord): Promise<void>;
  /** Changes the run's name or notes. */
  describe(id: string, description: RunDescription): Promise<void>;
  delete(id: string): Promise<void>;
}

export function openRunStore(): RunStore {
  const database = reopened(plan);

  return {
    async list() {
      const [stored, { readRunSummary }] = await Promise.all([
        database().then((present) => orStorageFailure(null, () => present.getAll('summaries'))),
        runSchema(),
      ]);
      const summaries = stored.map(readRunSummary).filter((summary) => summary !== null);
      return summaries.sort(newestRunFirst);
    },

    async load(id) {
      const present = await database();
      const [summary, record] = await orStorageFailure(null, () => {
        const transaction = present.transaction(['summaries', 'records']);
        return Promise.all([
          transaction.objectStore('summaries').get(id),
          transaction.objectStore('records').get(id),
        ]);
      });
      return (await runSchema()).readRunRecord(summary, record);
    },

    async save({ summary, ...record }) {
      await change(await database(), whole, (transaction) =>
        Promise.all([
          transaction.objectStore('summaries').put(summary),
          transaction.objectStore('records').put(record, summary.id),
        ]),
      );
    },

    async describe(id, description) {
      await change(await database(), whole, async (transaction) => {
        const summaries = transaction.objectStore('summaries');
        const summary = await summaries.get(id);
        if (summary) await summaries.put({ ...summary, ...description });
      });
    },

    async delete(id) {
      await change(await database(), whole, (transaction) =>
        Promise.all([
          transaction.objectStore('summaries').delete(id),
          transaction.objectStore('records').delete(id),
        ]),
      );
    },
  };
}

/** The schema is loaded after the first paint. */
function runSchema() {
  return import('./runSchema.ts');
}
