import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import { Failure, failureData } from '../failure.ts';

/** What a change touches, and how durable it must be. */
export interface Extent<Name> {
  readonly stores: readonly Name[];
  /** The space that it needs; null where that is unknown. */
  readonly neededBytes: number | null;
  /** `strict`: when the promise resolves, the data is on the disk rather than only handed to the operating system. */
  readonly durability: IDBTransactionDurability;
}

/**
 * Makes a change atomically. `work` may await only requests of the transaction, which would otherwise commit early.
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
      // A request's error may only say that its transaction was aborted; the transaction's own error has the reason.
      throw transaction.error ?? error;
    }
  });
}

/** A transaction that is aborted with its connection hears of it first. */
const endIsToldWithinMs = 50;

/**
 * Makes a change in a database that is opened again after its connection has ended. Where the browser ends the connection during the
 * change, as it does when the person clears the site's data, the change is made once more: `work` must not depend on what it did.
 *
 * @throws Failure `storage-full`, `storage-failed`, and what `open` throws
 */
export async function changeReopened<Schema extends DBSchema, Name extends StoreNames<Schema>>(
  open: () => Promise<IDBPDatabase<Schema>>,
  extent: Extent<Name>,
  work: (transaction: IDBPTransaction<Schema, Name[], 'readwrite'>) => Promise<unknown>,
): Promise<void> {
  const database = await open();
  try {
    await change(database, extent, work);
  } catch (error) {
    if (failureData(error).code === 'storage-full') throw error;
    await new Promise((resolve) => setTimeout(resolve, endIsToldWithinMs));
    const present = await open();
    if (present === database) throw error;
    await change(present, extent, work);
  }
}

/** @throws Failure `storage-full`, `storage-failed` in place of whatever IndexedDB throws */
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
    // The transaction has already ended.
  }
  await transaction.done.catch(() => {});
}
