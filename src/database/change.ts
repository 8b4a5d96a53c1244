import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import { Failure } from '../failure.ts';

/** What a change touches, and how much depends on it. */
export interface Extent<Name> {
  readonly stores: readonly Name[];
  /** What it takes; null where that is not known. */
  readonly neededBytes: number | null;
  /** `strict`: when the promise resolves it is on the disk, not only on its way there. */
  readonly durability: IDBTransactionDurability;
}

/**
 * All of a change, or nothing. `work` awaits requests of the transaction and nothing else, or it would end early.
 *
 * @throws Failure `storage-full`, `storage-failed`
 */
export async function change<Schema extends DBSchema, Name extends StoreNames<Schema>>(
  database: IDBPDatabase<Schema>,
  { stores, neededBytes, durability }: Extent<Name>,
  work: (transaction: IDBPTransaction<Schema, Name[], 'readwrite'>) => Promise<unknown>,
): Promise<void> {
  await orStorageFailure(neededBytes, async () => {
    const transaction = database.transaction([...stores], 'readwrite', { durability });
    try {
      await Promise.all([work(transaction), transaction.done]);
    } catch (error) {
      await abort(transaction);
      // A request may have been told only that its transaction was aborted; the transaction knows why.
      throw transaction.error ?? error;
    }
  });
}

/** @throws Failure `storage-full`, `storage-failed` in the place of whatever IndexedDB throws */
export async function orStorageFailure<Result>(
  neededBytes: number | null,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    if (cause instanceof DOMException && cause.name === 'QuotaExceededError') {
      throw new Failure({ code: 'storage-full', details: { neededBytes } }, { cause });
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Failure({ code: 'storage-failed', details: { reason } }, { cause });
  }
}

async function abort(transaction: { abort(): void; readonly done: Promise<void> }): Promise<void> {
  try {
    transaction.abort();
  } catch {
    // It has ended by itself.
  }
  await transaction.done.catch(() => {});
}
