import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
import { change, orStorageFailure } from '../database/change.ts';
import { type ConnectionEnd, type DatabasePlan, openDatabase, reopened } from '../database/openDatabase.ts';
import { Failure } from '../failure.ts';
import {
  type BatchName,
  batchBytes,
  imagePixels,
  recordBytes,
  testBatchName,
  trainingBatchNames,
} from './cifar10.ts';
import type { BatchSummary } from './summary.ts';

export interface DatasetSchema extends DBSchema {
  /** The official records, one value per batch: the whole training set would be too large for one. */
  batches: { key: BatchName; value: StoredBytes };
  summaries: { key: BatchName; value: BatchSummary };
  /** The records of a batch after whitening; `whitening` describes which whitening, under its only key. */
  whitenedBatches: { key: BatchName; value: StoredBytes };
  whitening: { key: 'present'; value: StoredWhitening };
}

/**
 * A Blob: Chromium writes and reads one in half the time of an ArrayBuffer, which it copies into a message and out of it. Earlier
 * versions stored ArrayBuffers.
 */
type StoredBytes = Blob | ArrayBuffer;

export interface StoredWhitening {
  readonly epsilon: number;
  readonly step: number;
  /** [3072, 3072] */
  readonly matrix: Float32Array<ArrayBuffer>;
}

const storeNames = ['batches', 'summaries', 'whitenedBatches', 'whitening'] as const;

type Change = IDBPTransaction<DatasetSchema, (typeof storeNames)[number][], 'readwrite'>;

/** Whitened pictures in the official record layout, and how they were made. */
export interface WhitenedRecord extends StoredWhitening {
  /** Five batches. */
  readonly training: readonly Uint8Array<ArrayBuffer>[];
  /** One batch. */
  readonly test: readonly Uint8Array<ArrayBuffer>[];
}

const plan: DatabasePlan<DatasetSchema> = {
  name: 'cifar-10',
  /** Version 2 added the whitened pictures. */
  version: 2,
  upgrade(database, oldVersion) {
    const added = oldVersion < 1 ? storeNames : storeNames.slice(2);
    for (const name of added) database.createObjectStore(name);
  },
};

/** CIFAR-10 in IndexedDB. A batch is stored completely, with its summary, or not at all. */
export class DatasetStore {
  readonly #database: IDBPDatabase<DatasetSchema>;
  readonly #hasEnded: () => boolean;

  /** @param hasEnded whether the connection was ended by others */
  constructor(database: IDBPDatabase<DatasetSchema>, hasEnded: () => boolean = () => false) {
    this.#database = database;
    this.#hasEnded = hasEnded;
  }

  /**
   * The summaries of the stored batches.
   *
   * @throws Failure `storage-failed`
   */
  async summaries(): Promise<BatchSummary[]> {
    return orStorageFailure(batchBytes, () => this.#database.getAll('summaries'));
  }

  /**
   * A batch in the official layout: 30,730,000 bytes; undefined where it is not stored.
   *
   * @throws Failure `storage-failed`
   */
  async readBatch(name: BatchName): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return orStorageFailure(batchBytes, async () => {
      const stored = await this.#database.get('batches', name);
      return stored && bytesOf(stored);
    });
  }

  /**
   * One picture, without the other 9,999 of its batch.
   *
   * @param place in the batch, 0 to 9,999
   * @returns [3072]: red, green, blue plane
   * @throws Failure `data-missing`, `storage-failed`
   */
  async readPicture(name: BatchName, place: number): Promise<Uint8Array<ArrayBuffer>> {
    const stored = await orStorageFailure(batchBytes, () => this.#database.get('batches', name));
    if (!stored) throw new Failure({ code: 'data-missing', details: { batch: name } });
    const start = place * recordBytes + 1;
    return orStorageFailure(batchBytes, () => bytesOf(stored.slice(start, start + imagePixels)));
  }

  /**
   * Stores a verified batch. When the promise resolves, both are written; when it rejects, neither is.
   *
   * @param records in the official layout
   * @throws Failure `storage-full`, `storage-failed`, `storage-cleared`
   */
  async saveBatch(records: Uint8Array<ArrayBuffer> | Blob, summary: BatchSummary): Promise<void> {
    await this.#write([records], async (transaction, [stored]) => {
      if (stored) await transaction.objectStore('batches').put(stored, summary.name);
      await transaction.objectStore('summaries').put(summary, summary.name);
    });
  }

  /**
   * Deletes every batch and everything derived from them.
   *
   * @throws Failure `storage-failed`
   */
  async clear(): Promise<void> {
    await this.#change(async (transaction) => {
      for (const name of storeNames) await transaction.objectStore(name).clear();
    });
  }

  /**
   * The pictures after this whitening; null where none are stored, or those of another whitening.
   *
   * @throws Failure `storage-failed`
   */
  async readWhitened(epsilon: number): Promise<WhitenedRecord | null> {
    return orStorageFailure(batchBytes, async () => {
      const whitening = await this.#database.get('whitening', 'present');
      if (whitening?.epsilon !== epsilon) return null;
      const names: readonly BatchName[] = [...trainingBatchNames, testBatchName];
      const stored = await Promise.all(names.map((name) => this.#database.get('whitenedBatches', name)));
      const batches = await Promise.all(stored.filter((bytes) => bytes !== undefined).map(bytesOf));
      if (batches.length < names.length) return null;
      return { ...whitening, training: batches.slice(0, -1), test: batches.slice(-1) };
    });
  }

  /**
   * Stores whitened pictures, replacing any others.
   *
   * @throws Failure `storage-full`, `storage-failed`
   */
  async saveWhitened({ epsilon, step, matrix, training, test }: WhitenedRecord): Promise<void> {
    await this.#write([...training, ...test], async (transaction, stored) => {
      await transaction.objectStore('whitening').put({ epsilon, step, matrix }, 'present');
      const batches = transaction.objectStore('whitenedBatches');
      const names: readonly BatchName[] = [...trainingBatchNames, testBatchName];
      for (const [index, records] of stored.entries()) await batches.put(records, names[index]);
    });
  }

  close(): void {
    this.#database.close();
  }

  /**
   * Makes a change that writes bytes. Safari's private windows reject Blobs in IndexedDB, and only when one is written; they get
   * ArrayBuffers then.
   */
  async #write(
    contents: readonly (Uint8Array<ArrayBuffer> | Blob)[],
    work: (transaction: Change, stored: readonly StoredBytes[]) => Promise<void>,
  ): Promise<void> {
    const blobs = contents.map((bytes) => (bytes instanceof Blob ? bytes : new Blob([bytes])));
    try {
      await this.#change((transaction) => work(transaction, blobs));
    } catch (error) {
      if (!(error instanceof Failure && error.data.code === 'storage-failed')) throw error;
      const buffers = await Promise.all(blobs.map((blob) => blob.arrayBuffer()));
      if (this.#hasEnded()) throw new Failure({ code: 'storage-cleared', details: {} }, { cause: error });
      await this.#change((transaction) => work(transaction, buffers));
    }
  }

  async #change(work: (transaction: Change) => Promise<void>): Promise<void> {
    await change(
      this.#database,
      { stores: storeNames, neededBytes: batchBytes, durability: 'relaxed' },
      work,
    );
  }
}

/**
 * Opens the store, and creates it on the first visit.
 *
 * @throws Failure `storage-unavailable`, `storage-too-new`, `storage-blocked`
 */
export async function openDatasetStore(): Promise<DatasetStore> {
  let hasEnded = false;
  const database = await openDatabase(plan, () => {
    hasEnded = true;
  });
  return new DatasetStore(database, () => hasEnded);
}

/**
 * The store for a page that reads now and then, on a connection that stays open: so the page hears when the database is deleted.
 *
 * @param onEnded see `reopened`
 */
export function lastingDatasetStore(onEnded: (end: ConnectionEnd) => void): () => Promise<DatasetStore> {
  const database = reopened(plan, onEnded);
  return async () => new DatasetStore(await database());
}

async function bytesOf(stored: StoredBytes): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(stored instanceof Blob ? await stored.arrayBuffer() : stored);
}
