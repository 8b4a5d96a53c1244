import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import * as v from 'valibot';
import { Failure } from '../failure.ts';
import type { CheckpointSummary } from './checkpoint.ts';
import { checkpointSummarySchema } from './checkpointSchema.ts';

const databaseName = 'cifar-10-checkpoints';

/** Kept apart from the bytes, so that the list does not read them. */
export interface StoredSummary {
  readonly id: string;
  readonly summary: CheckpointSummary;
  readonly byteLength: number;
}

export interface ListedSummary extends Omit<StoredSummary, 'summary'> {
  readonly summary: CheckpointSummary | null;
}

interface CheckpointSchema extends DBSchema {
  summaries: { key: string; value: StoredSummary };
  checkpoints: { key: string; value: Uint8Array<ArrayBuffer> };
}

/** Checkpoints in IndexedDB: slower to reach than localStorage, with room for thousands. */
export interface IndexedDbCheckpoints {
  /** One that cannot be read has no summary. */
  list(): Promise<ListedSummary[]>;
  load(id: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** @throws Failure `storage-full`, `storage-failed`, `storage-unavailable` */
  save(summary: CheckpointSummary, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  delete(id: string): Promise<void>;
}

export function indexedDbCheckpoints(): IndexedDbCheckpoints {
  let opened: Promise<IDBPDatabase<CheckpointSchema>> | null = null;

  function database(): Promise<IDBPDatabase<CheckpointSchema>> {
    opened ??= openDatabase(() => {
      opened = null;
    });
    return opened;
  }

  return {
    async list() {
      return (await (await database()).getAll('summaries')).map(listed);
    },

    async load(id) {
      const bytes: unknown = await (await database()).get('checkpoints', id);
      if (bytes === undefined) return null;
      // What is not bytes is as damaged as wrong ones, and is refused like them.
      return bytes instanceof Uint8Array ? new Uint8Array(bytes) : new Uint8Array(0);
    },

    async save(summary, bytes) {
      const present = await database();
      try {
        const transaction = present.transaction(['summaries', 'checkpoints'], 'readwrite', {
          // On the disk, not only on its way there, when `done` says so.
          durability: 'strict',
        });
        await Promise.all([
          transaction.objectStore('summaries').put({ id: summary.id, summary, byteLength: bytes.length }),
          transaction.objectStore('checkpoints').put(bytes, summary.id),
          transaction.done,
        ]);
      } catch (cause) {
        throw asStorageFailure(cause, bytes.length);
      }
    },

    async delete(id) {
      const transaction = (await database()).transaction(['summaries', 'checkpoints'], 'readwrite');
      await Promise.all([
        transaction.objectStore('summaries').delete(id),
        transaction.objectStore('checkpoints').delete(id),
        transaction.done,
      ]);
    },
  };
}

/** Other pages of the origin can write here too. The id is the key, and therefore a string or a number at least. */
function listed(stored: StoredSummary): ListedSummary {
  const id = String(stored.id);
  const summary = v.safeParse(checkpointSummarySchema, stored.summary);
  const byteLength = Number.isSafeInteger(stored.byteLength) ? stored.byteLength : 0;
  return { id, byteLength, summary: summary.success && summary.output.id === id ? summary.output : null };
}

async function openDatabase(onClosed: () => void): Promise<IDBPDatabase<CheckpointSchema>> {
  try {
    return await openDB<CheckpointSchema>(databaseName, 1, {
      upgrade(database) {
        database.createObjectStore('summaries', { keyPath: 'id' });
        database.createObjectStore('checkpoints');
      },
      terminated: onClosed,
    });
  } catch (cause) {
    onClosed();
    throw new Failure({ code: 'storage-unavailable', details: {} }, { cause });
  }
}

function asStorageFailure(cause: unknown, neededBytes: number): Failure {
  const isQuota = cause instanceof DOMException && cause.name === 'QuotaExceededError';
  const reason = cause instanceof Error ? cause.message : String(cause);
  return isQuota
    ? new Failure({ code: 'storage-full', details: { neededBytes } }, { cause })
    : new Failure({ code: 'storage-failed', details: { reason } }, { cause });
}
