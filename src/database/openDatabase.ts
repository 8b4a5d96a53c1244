import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { Failure } from '../failure.ts';

/** One of the page's databases in IndexedDB. */
export interface DatabasePlan<Schema extends DBSchema> {
  readonly name: string;
  readonly version: number;
  /** Creates what versions after `oldVersion` added; 0 means that there is no database yet. Stored data is kept. */
  readonly upgrade: (database: IDBPDatabase<Schema>, oldVersion: number) => void;
}

/**
 * Opens a database, and creates it on the first visit. The connection closes itself when another tab upgrades or deletes the
 * database, so it never blocks the other tab.
 *
 * @param onClosed called when the connection was closed by the browser or for another tab
 * @throws Failure `storage-unavailable`, `storage-too-new`, `storage-blocked`
 */
export async function openDatabase<Schema extends DBSchema>(
  { name, version, upgrade }: DatabasePlan<Schema>,
  onClosed: () => void = () => {},
): Promise<IDBPDatabase<Schema>> {
  let giveUp: (failure: Failure) => void = () => {};
  const blocked = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  try {
    const opening = openDB<Schema>(name, version, {
      upgrade,
      blocked: () => {
        giveUp(new Failure({ code: 'storage-blocked', details: {} }));
        // The caller no longer waits for it.
        void opening.then((late) => late.close());
      },
      blocking: (_current, _blocked, event) => {
        if (event.target instanceof IDBDatabase) event.target.close();
        onClosed();
      },
      terminated: onClosed,
    });
    return await Promise.race([opening, blocked]);
  } catch (cause) {
    onClosed();
    throw openingFailure(cause);
  }
}

/** Opens the database when it is first needed, and again after it was closed. */
export function reopened<Schema extends DBSchema>(
  plan: DatabasePlan<Schema>,
): () => Promise<IDBPDatabase<Schema>> {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  return () => {
    opened ??= openDatabase(plan, () => {
      opened = null;
    });
    return opened;
  };
}

function openingFailure(cause: unknown): Failure {
  if (cause instanceof Failure) return cause;
  if (cause instanceof DOMException && cause.name === 'VersionError') {
    return new Failure({ code: 'storage-too-new', details: {} }, { cause });
  }
  return new Failure({ code: 'storage-unavailable', details: {} }, { cause });
}
