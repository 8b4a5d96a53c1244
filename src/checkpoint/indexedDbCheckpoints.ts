import type { DBSchema } from 'idb';
import * as v from 'valibot';
import { changeReopened, orStorageFailure } from '../database/change.ts';
import { type ConnectionEnd, type DatabasePlan, reopened } from '../database/openDatabase.ts';
import { readingUnchangedOnce } from '../database/unchanged.ts';
import type { CheckpointSummary } from './checkpoint.ts';
import { checkpointSummarySchema, storedNumberSchema } from './checkpointSchema.ts';

/** Stored separately from the bytes, so that listing does not read them. */
export interface StoredSummary {
  readonly id: string;
  readonly summary: CheckpointSummary;
  readonly byteLength: number;
  /** Absent in what earlier versions stored. */
  readonly number?: number | null;
}

export interface ListedSummary extends Omit<StoredSummary, 'summary' | 'number'> {
  readonly summary: CheckpointSummary | null;
  readonly number: number | null;
}

interface CheckpointSchema extends DBSchema {
  summaries: { key: string; value: StoredSummary };
  checkpoints: { key: string; value: Uint8Array<ArrayBuffer> };
}

const plan: DatabasePlan<CheckpointSchema> = {
  name: 'cifar-10-checkpoints',
  version: 1,
  upgrade(database) {
    database.createObjectStore('summaries', { keyPath: 'id' });
    database.createObjectStore('checkpoints');
  },
};

const stores = ['summaries', 'checkpoints'] as const;

/** Checkpoints in IndexedDB: slower than localStorage, with room for thousands. */
export interface IndexedDbCheckpoints {
  /** One that cannot be read has no summary. What has not changed since the last call is the same object. */
  list(): Promise<ListedSummary[]>;
  load(id: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /**
   * @param number see `StoredCheckpoint`
   * @throws Failure `storage-full`, `storage-failed`, `storage-unavailable`
   */
  save(summary: CheckpointSummary, bytes: Uint8Array<ArrayBuffer>, number: number | null): Promise<void>;
  delete(id: string): Promise<void>;
}

/** @param onEnded see `reopened` */
export function indexedDbCheckpoints(onEnded?: (end: ConnectionEnd) => void): IndexedDbCheckpoints {
  const database = reopened(plan, onEnded);
  const readAll = readingUnchangedOnce(listed);

  return {
    async list() {
      const present = await database();
      return readAll(await orStorageFailure(null, () => present.getAll('summaries')));
    },

    async load(id) {
      const present = await database();
      const bytes: unknown = await orStorageFailure(null, () => present.get('checkpoints', id));
      if (bytes === undefined) return null;
      // A value that is not bytes is rejected as damaged, like wrong bytes.
      return bytes instanceof Uint8Array ? new Uint8Array(bytes) : new Uint8Array(0);
    },

    async save(summary, bytes, number) {
      const extent = { stores, neededBytes: bytes.length, durability: 'strict' } as const;
      await changeReopened(database, extent, (transaction) =>
        Promise.all([
          transaction
            .objectStore('summaries')
            .put({ id: summary.id, summary, byteLength: bytes.length, number }),
          transaction.objectStore('checkpoints').put(bytes, summary.id),
        ]),
      );
    },

    async delete(id) {
      const extent = { stores, neededBytes: null, durability: 'strict' } as const;
      await changeReopened(database, extent, (transaction) =>
        Promise.all([
          transaction.objectStore('summaries').delete(id),
          transaction.objectStore('checkpoints').delete(id),
        ]),
      );
    },
  };
}

/** Other pages of the origin can write here too. The id is the key, so it is a string or a number at least. */
function listed(stored: StoredSummary): ListedSummary {
  const id = String(stored.id);
  const summary = v.safeParse(checkpointSummarySchema, stored.summary);
  const byteLength = Number.isSafeInteger(stored.byteLength) ? stored.byteLength : 0;
  return {
    id,
    byteLength,
    summary: summary.success && summary.output.id === id ? summary.output : null,
    number: v.parse(storedNumberSchema, stored).number,
  };
}
