import type { ConnectionEnd } from '../database/openDatabase.ts';
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
  /** Newest first. What has not changed since the last call is the same object. */
  list(): Promise<StoredCheckpoint[]>;
  /**
   * The list as it was read last, with what this page has changed since: it reads nothing, and is wrong where another tab has changed
   * something.
   */
  listKnown(): Promise<StoredCheckpoint[]>;
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

/**
 * The browser's own stores. Where site data are blocked, even accessing `localStorage` throws.
 *
 * @param onEnded see `reopened`
 */
export function openCheckpointStores(onEnded?: (end: ConnectionEnd) => void): CheckpointStores {
  let local: LocalStorageCheckpoints | null = null;
  try {
    local = localStorageCheckpoints(localStorage);
  } catch {
    // IndexedDB may still be available.
  }
  return checkpointStores(local, indexedDbCheckpoints(onEnded));
}

export function checkpointStores(
  local: LocalStorageCheckpoints | null,
  indexedDb: IndexedDbCheckpoints,
): CheckpointStores {
  /** Null before anything was read. */
  let known: Map<string, StoredCheckpoint> | null = null;
  /** The last number given: of two checkpoints that are saved at once, neither is stored when the other asks. */
  let given = 0;

  async function read(): Promise<Map<string, StoredCheckpoint>> {
    const pinned = new Set(local?.pinned() ?? []);
    const rows = new Map<string, StoredCheckpoint>();
    for (const stored of await listOrNothing(indexedDb)) {
      rows.set(stored.id, { ...stored, place: 'IndexedDB', isPinned: pinned.has(stored.id) });
    }
    // A checkpoint in both stores is listed as in localStorage, unless only the copy in IndexedDB can be read.
    for (const stored of localList(local)) {
      if (stored.summary || !rows.get(stored.id)?.summary) rows.set(stored.id, stored);
    }
    for (const [id, row] of rows) {
      const before = known?.get(id);
      if (before && isSame(before, row)) rows.set(id, before);
    }
    given = Math.max(given, nextNumber([...rows.values()]) - 1);
    known = rows;
    return rows;
  }

  async function readOnce(): Promise<Map<string, StoredCheckpoint>> {
    return known ?? read();
  }

  function note(row: StoredCheckpoint): void {
    known?.set(row.id, row);
  }

  /** Moves checkpoints to IndexedDB, one after the other, until it fits or none is left to move. Null where it does not. */
  async function savedInLocal(
    place: LocalStorageCheckpoints,
    { summary, text }: EncodedCheckpoint,
    number: number,
  ): Promise<Pick<StoredCheckpoint, 'byteLength'> | null> {
    // It would not fit even if all others were moved.
    if (text === null || text.length > place.capacity) return null;
    for (;;) {
      try {
        return { byteLength: 2 * place.save(summary, text, number) };
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
      }
      const others = [...(await readOnce()).values()].filter(
        (row) => row.place === 'localStorage' && row.id !== summary.id,
      );
      const victim = nextToMove(others);
      const moved = victim && (await movedToIndexedDb(place, indexedDb, victim));
      if (!moved) return null;
      note(moved);
    }
  }

  return {
    async list() {
      return [...(await read()).values()].sort(newestCheckpointFirst);
    },

    async listKnown() {
      return [...(await readOnce()).values()].sort(newestCheckpointFirst);
    },

    async load(id) {
      const bytes = await loadWhole(local, indexedDb, id);
      if (!bytes) throw new Failure({ code: 'checkpoint-missing', details: { id } });
      return bytes;
    },

    async save(checkpoint) {
      const { summary, bytes } = checkpoint;
      const before = (await readOnce()).get(summary.id);
      given += 1;
      const number = given;
      const row = { id: summary.id, summary, number, isPinned: before?.isPinned ?? false };
      const copy = await attempted(indexedDb.save(summary, bytes, number));
      const inLocal = local && (await savedInLocal(local, checkpoint, number));
      if (inLocal) {
        note({ ...row, ...inLocal, place: 'localStorage' });
        return { place: 'localStorage' };
      }
      if (!copy.isDone) throw copy.error;
      local?.delete(summary.id);
      note({ ...row, byteLength: bytes.length, place: 'IndexedDB' });
      return { place: 'IndexedDB' };
    },

    async setPinned(id, isPinned) {
      local?.setPinned(id, isPinned);
      const row = known?.get(id);
      if (row) note({ ...row, isPinned });
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
      known?.delete(id);
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

/** Deletes it from localStorage only when IndexedDB has it intact. Null where it could not be moved. */
async function movedToIndexedDb(
  local: LocalStorageCheckpoints,
  indexedDb: IndexedDbCheckpoints,
  stored: StoredCheckpoint,
): Promise<StoredCheckpoint | null> {
  const { id, summary, number } = stored;
  try {
    const bytes = await loadWhole(local, indexedDb, id);
    if (!summary || !bytes) return null;
    await indexedDb.save(summary, bytes, number);
    local.delete(id);
    return { ...stored, place: 'IndexedDB', byteLength: bytes.length };
  } catch {
    return null;
  }
}

function isSame(a: StoredCheckpoint, b: StoredCheckpoint): boolean {
  const keys = ['summary', 'number', 'place', 'byteLength', 'isPinned'] as const;
  return keys.every((key) => a[key] === b[key]);
}
