import { nextNumber } from '../database/storageOrder.ts';
import { Failure, failureData } from '../failure.ts';
import { type IndexedDbCheckpoints, indexedDbCheckpoints } from './indexedDbCheckpoints.ts';
import { type LocalStorageCheckpoints, localStorageCheckpoints } from './localStorageCheckpoints.ts';
import { nextToMove } from './nextToMove.ts';
import {
  type CheckpointPlace,
  type EncodedCheckpoint,
  newestCheckpointFirst,
  type StoredCheckpoint,
} from './storedCheckpoint.ts';
import { utf16ToBytes } from './utf16.ts';

/** All checkpoints, in localStorage and IndexedDB. */
export interface CheckpointStores {
  /** Newest first. */
  list(): Promise<StoredCheckpoint[]>;
  /**
   * Reads the copy in IndexedDB where the one in localStorage is damaged.
   *
   * @throws Failure `checkpoint-missing`, `checkpoint-damaged`
   */
  load(id: string): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Saves to localStorage, with a copy in IndexedDB: browsers write localStorage to the disk with a delay, up to a minute after
   * several large items, and a crash in between would lose it. Where it does not fit, older checkpoints are moved out of
   * localStorage; where that is not enough, it is saved to IndexedDB alone. Saved checkpoints are never lost, whatever fails.
   *
   * @throws Failure `storage-full`, `storage-unavailable` when neither store accepts it
   */
  save(checkpoint: EncodedCheckpoint): Promise<{ place: CheckpointPlace }>;
  setPinned(id: string, isPinned: boolean): Promise<void>;
  /** How full localStorage is with everything that this origin stores there, in [0, 1]; null where there is none. */
  localShare(): Promise<number | null>;
  delete(id: string): Promise<void>;
}

type Attempt = { readonly isDone: true } | { readonly isDone: false; readonly error: unknown };

/** Either store may fail as long as the other one works. */
function attempted(work: Promise<void>): Promise<Attempt> {
  return work.then(
    () => ({ isDone: true }),
    (error: unknown) => ({ isDone: false, error }),
  );
}

/** The browser's own stores. Where site data are blocked, even accessing `localStorage` throws. */
export function openCheckpointStores(): CheckpointStores {
  let local: LocalStorageCheckpoints | null = null;
  try {
    local = localStorageCheckpoints(localStorage);
  } catch {
    // IndexedDB may still be available.
  }
  return checkpointStores(local, indexedDbCheckpoints());
}

export function checkpointStores(
  local: LocalStorageCheckpoints | null,
  indexedDb: IndexedDbCheckpoints,
): CheckpointStores {
  /** The last number given: of two checkpoints that are saved at once, neither is stored when the other asks. */
  let given = 0;

  async function takeNumber(): Promise<number> {
    const stored = [...localList(local), ...(await listOrNothing(indexedDb))];
    given = Math.max(given + 1, nextNumber(stored));
    return given;
  }

  return {
    async list() {
      const pinned = new Set(local?.pinned() ?? []);
      const inIndexedDb = (await listOrNothing(indexedDb)).map(
        (stored): StoredCheckpoint => ({ ...stored, place: 'IndexedDB', isPinned: pinned.has(stored.id) }),
      );
      const rows = new Map(inIndexedDb.map((stored) => [stored.id, stored]));
      // A checkpoint in both stores is listed as in localStorage, unless only the copy in IndexedDB can be read.
      for (const stored of localList(local)) {
        if (stored.summary || !rows.get(stored.id)?.summary) rows.set(stored.id, stored);
      }
      return [...rows.values()].sort(newestCheckpointFirst);
    },

    async load(id) {
      const bytes = await loadWhole(local, indexedDb, id);
      if (!bytes) throw new Failure({ code: 'checkpoint-missing', details: { id } });
      return bytes;
    },

    async save({ summary, bytes, text }) {
      const number = await takeNumber();
      const copy = await attempted(indexedDb.save(summary, bytes, number));
      const fits =
        local && text !== null && (await savedInLocal(local, indexedDb, { summary, text, number }));
      if (fits) return { place: 'localStorage' };
      if (!copy.isDone) throw copy.error;
      local?.delete(summary.id);
      return { place: 'IndexedDB' };
    },

    async setPinned(id, isPinned) {
      local?.setPinned(id, isPinned);
    },

    async localShare() {
      return local?.share() ?? null;
    },

    async delete(id) {
      const wasLocal = local?.load(id) != null;
      local?.delete(id);
      const rest = await attempted(indexedDb.delete(id));
      // Without IndexedDB, there is no copy in it either.
      if (!rest.isDone && !(wasLocal && failureData(rest.error).code === 'storage-unavailable')) {
        throw rest.error;
      }
    },
  };
}

function localList(local: LocalStorageCheckpoints | null): StoredCheckpoint[] {
  const pinned = new Set(local?.pinned() ?? []);
  return (local?.list() ?? []).map(({ id, summary, number, characters }) => ({
    id,
    summary,
    number,
    place: 'localStorage',
    byteLength: 2 * characters,
    isPinned: pinned.has(id),
  }));
}

/** Without IndexedDB, only the checkpoints in localStorage are listed. */
async function listOrNothing(indexedDb: IndexedDbCheckpoints) {
  try {
    return await indexedDb.list();
  } catch {
    return [];
  }
}

/**
 * The bytes in localStorage if they are intact, else those in IndexedDB; null where neither has any.
 *
 * @throws Failure `checkpoint-damaged` where those in localStorage are damaged, and IndexedDB has no intact copy; `out-of-memory`
 */
async function loadWhole(
  local: LocalStorageCheckpoints | null,
  indexedDb: IndexedDbCheckpoints,
  id: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const text = local?.load(id) ?? null;
  if (text === null) return indexedDb.load(id);
  const bytes = unpacked(text);
  if (bytes && (await isWhole(bytes, id))) return bytes;
  const copy = await indexedDb.load(id).catch(() => null);
  if (copy && (await isWhole(copy, id))) return copy;
  throw new Failure({ code: 'checkpoint-damaged', details: { id } });
}

function unpacked(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return utf16ToBytes(text);
  } catch (error) {
    if (failureData(error).code === 'out-of-memory') throw error;
    return null;
  }
}

/** A checkpoint from a later version of the page cannot be read here, but is not damaged. */
async function isWhole(bytes: Uint8Array, id: string): Promise<boolean> {
  // Loaded after the first paint.
  const { decodeCheckpoint } = await import('./codec.ts');
  try {
    decodeCheckpoint(bytes, id);
    return true;
  } catch (error) {
    const { code } = failureData(error);
    if (code === 'out-of-memory') throw error;
    return code === 'checkpoint-too-new';
  }
}

/** Moves checkpoints to IndexedDB, one after the other, until it fits or none is left to move. */
async function savedInLocal(
  local: LocalStorageCheckpoints,
  indexedDb: IndexedDbCheckpoints,
  {
    summary,
    text,
    number,
  }: Pick<EncodedCheckpoint, 'summary'> & { readonly text: string; readonly number: number },
): Promise<boolean> {
  // It would not fit even if all others were moved.
  if (text.length > local.capacity) return false;
  for (;;) {
    try {
      local.save(summary, text, number);
      return true;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
    const others = localList(local).filter(({ id }) => id !== summary.id);
    const victim = nextToMove(others);
    if (!victim || !(await movedToIndexedDb(local, indexedDb, victim))) return false;
  }
}

/** Deletes it from localStorage only when IndexedDB has it intact. */
async function movedToIndexedDb(
  local: LocalStorageCheckpoints,
  indexedDb: IndexedDbCheckpoints,
  { id, summary, number }: StoredCheckpoint,
): Promise<boolean> {
  try {
    const bytes = await loadWhole(local, indexedDb, id);
    if (!summary || !bytes) return false;
    await indexedDb.save(summary, bytes, number);
    local.delete(id);
    return true;
  } catch {
    return false;
  }
}
