import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import { Failure } from '../failure.ts';

/**
 * All of a change, or nothing. `work` awaits requests of the transaction and nothing else, or it would end early. When the promise
 * resolves, the change is on the disk, not only on its way there.
 *
 * @param neededBytes what it takes, where that is known
 * @throws Failure `storage-full`, `storage-failed`
 */
export async function change<Schema extends DBSchema, Name extends StoreNames<Schema>>(
  database: IDBPDatabase<Schema>,
  stores: readonly Name[],
  neededBytes: number | null,
  work: (transaction: IDBPTransaction<Schema, Name[], 'readwrite'>) => Promise<unknown>,
): Promise<void> {
  await orStorageFailure(neededBytes, async () => {
    const transaction = database.transaction([...stores], 'readwrite', { durability: 'strict' });
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
