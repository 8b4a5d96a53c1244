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
 * How a connection ended that the page has not closed: with its database, which was deleted; or by the browser, which may have
 * deleted the database, and for a newer version in another tab.
 */
export type ConnectionEnd = 'deleted' | 'closed';

/**
 * Opens a database, and creates it on the first visit. The connection closes itself when another tab upgrades or deletes the
 * database, so it never blocks the other tab.
 *
 * @throws Failure `storage-unavailable`, `storage-too-new`, `storage-blocked`
 */
export async function openDatabase<Schema extends DBSchema>(
  { name, version, upgrade }: DatabasePlan<Schema>,
  onEnded: (end: ConnectionEnd) => void = () => {},
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
      blocking: (_current, wanted, event) => {
        if (event.target instanceof IDBDatabase) event.target.close();
        onEnded(wanted === null ? 'deleted' : 'closed');
      },
      terminated: () => onEnded('closed'),
    });
    return await Promise.race([opening, blocked]);
  } catch (cause) {
    throw openingFailure(cause);
  }
}

/** Opens the database when it is first needed, and again after its connection has ended. */
export function reopened<Schema extends DBSchema>(
  plan: DatabasePlan<Schema>,
  onEnded: (end: ConnectionEnd) => void = () => {},
): () => Promise<IDBPDatabase<Schema>> {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;

  async function open(): Promise<IDBPDatabase<Schema>> {
    try {
      return await openDatabase(plan, (end) => {
        opened = null;
        onEnded(end);
      });
    } catch (error) {
      opened = null;
      throw error;
    }
  }

  return () => {
    opened ??= open();
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
