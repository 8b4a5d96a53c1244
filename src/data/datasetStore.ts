import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import { Failure } from '../failure.ts';
import { type BatchName, batchBytes } from './cifar10.ts';
import type { BatchSummary } from './summary.ts';

interface DatasetSchema extends DBSchema {
  /** The official records. One value a batch: the whole training set would be too large for one. */
  batches: { key: BatchName; value: ArrayBuffer };
  summaries: { key: BatchName; value: BatchSummary };
}

type Change = IDBPTransaction<DatasetSchema, ('batches' | 'summaries')[], 'readwrite'>;

const databaseName = 'cifar-10';
const databaseVersion = 1;

/** CIFAR-10 in IndexedDB. A batch is there whole and with its summary, or not at all. */
export class DatasetStore {
  readonly #database: IDBPDatabase<DatasetSchema>;

  constructor(database: IDBPDatabase<DatasetSchema>) {
    this.#database = database;
  }

  /**
   * The summaries of the stored batches.
   *
   * @throws Failure `storage-failed`
   */
  async summaries(): Promise<BatchSummary[]> {
    return orStorageFailure(() => this.#database.getAll('summaries'));
  }

  /**
   * A batch in the official layout: 30,730,000 bytes; undefined where it is not stored.
   *
   * @throws Failure `storage-failed`
   */
  async readBatch(name: BatchName): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const records = await orStorageFailure(() => this.#database.get('batches', name));
    return records && new Uint8Array(records);
  }

  /**
   * Stores a verified batch. When the promise resolves, both are written; when it rejects, neither is.
   *
   * @param records in the official layout
   * @throws Failure `storage-full`, `storage-failed`
   */
  async saveBatch(records: Uint8Array<ArrayBuffer>, summary: BatchSummary): Promise<void> {
    await this.#change(async (transaction) => {
      await transaction.objectStore('batches').put(wholeBuffer(records), summary.name);
      await transaction.objectStore('summaries').put(summary, summary.name);
    });
  }

  /**
   * Deletes every batch.
   *
   * @throws Failure `storage-failed`
   */
  async clear(): Promise<void> {
    await this.#change(async (transaction) => {
      await transaction.objectStore('batches').clear();
      await transaction.objectStore('summaries').clear();
    });
  }

  close(): void {
    this.#database.close();
  }

  /** All of it, or nothing. `change` awaits requests of the transaction and nothing else, or it would end early. */
  async #change(change: (transaction: Change) => Promise<void>): Promise<void> {
    await orStorageFailure(async () => {
      const transaction = this.#database.transaction(['batches', 'summaries'], 'readwrite');
      try {
        await Promise.all([change(transaction), transaction.done]);
      } catch (error) {
        await abort(transaction);
        // A request may have been told only that its transaction was aborted; the transaction knows why.
        throw transaction.error ?? error;
      }
    });
  }
}

/**
 * Opens the store, and makes it on the first visit.
 *
 * @throws Failure `storage-unavailable`
 */
export async function openDatasetStore(): Promise<DatasetStore> {
  try {
    const database = await openDB<DatasetSchema>(databaseName, databaseVersion, {
      upgrade(created) {
        created.createObjectStore('batches');
        created.createObjectStore('summaries');
      },
      // Another tab deletes the database, or brings a newer version of it: it must not wait for this one.
      blocking: (_current, _blocked, event) => {
        if (event.target instanceof IDBDatabase) event.target.close();
      },
    });
    return new DatasetStore(database);
  } catch (cause) {
    throw new Failure({ code: 'storage-unavailable', details: {} }, { cause });
  }
}

/** A view may be of a part of its buffer; the buffer is what is stored. */
function wholeBuffer(bytes: Uint8Array<ArrayBuffer>): ArrayBuffer {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
}

async function abort(transaction: Change): Promise<void> {
  try {
    transaction.abort();
  } catch {
    // It has ended by itself.
  }
  await transaction.done.catch(() => {});
}

async function orStorageFailure<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'QuotaExceededError') {
      throw new Failure({ code: 'storage-full', details: { neededBytes: batchBytes } }, { cause });
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Failure({ code: 'storage-failed', details: { reason } }, { cause });
  }
}
