import type { DBSchema } from 'idb';
import { changeReopened, type Extent, orStorageFailure } from '../database/change.ts';
import { type ConnectionEnd, type DatabasePlan, reopened } from '../database/openDatabase.ts';
import { readingUnchangedOnce } from '../database/unchanged.ts';
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
  /**
   * Newest first. Records that cannot be read are left out, and kept. What has not changed since the last call is the same object.
   *
   * @param onUnreadable called where there are any, with how many
   */
  list(onUnreadable?: (count: number) => void): Promise<RunSummary[]>;
  load(id: string): Promise<RunRecord | null>;
  save(record: RunRecord): Promise<void>;
  /** Changes the run's name or notes. False where there is no such run. */
  describe(id: string, description: RunDescription): Promise<boolean>;
  delete(id: string): Promise<void>;
}

/** @param onEnded see `reopened` */
export function openRunStore(onEnded?: (end: ConnectionEnd) => void): RunStore {
  const database = reopened(plan, onEnded);
  let readAll: ((stored: readonly RunSummary[]) => (RunSummary | null)[]) | null = null;

  return {
    async list(onUnreadable) {
      const [stored, { readRunSummary }] = await Promise.all([
        database().then((present) => orStorageFailure(null, () => present.getAll('summaries'))),
        runSchema(),
      ]);
      readAll ??= readingUnchangedOnce(readRunSummary);
      const summaries = readAll(stored).filter((summary) => summary !== null);
      if (summaries.length < stored.length) onUnreadable?.(stored.length - summaries.length);
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
      await changeReopened(database, whole, (transaction) =>
        Promise.all([
          transaction.objectStore('summaries').put(summary),
          transaction.objectStore('records').put(record, summary.id),
        ]),
      );
    },

    async describe(id, description) {
      let isThere = false;
      await changeReopened(database, whole, async (transaction) => {
        const summaries = transaction.objectStore('summaries');
        const summary = await summaries.get(id);
        isThere = summary !== undefined;
        if (summary) await summaries.put({ ...summary, ...description });
      });
      return isThere;
    },

    async delete(id) {
      await changeReopened(database, whole, (transaction) =>
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
