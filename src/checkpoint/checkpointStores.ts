import { Failure } from '../failure.ts';
import type { CheckpointSummary } from './checkpoint.ts';
import { type IndexedDbCheckpoints, indexedDbCheckpoints } from './indexedDbCheckpoints.ts';
import { type LocalStorageCheckpoints, localStorageCheckpoints } from './localStorageCheckpoints.ts';

export type CheckpointPlace = 'localStorage' | 'IndexedDB';

/** A row of the list of checkpoints. */
export interface StoredCheckpoint {
  readonly id: string;
  /** Null where it cannot be read: it can only be deleted. */
  readonly summary: CheckpointSummary | null;
  readonly place: CheckpointPlace;
  /** What it takes of that place. */
  readonly byteLength: number;
}

/** A checkpoint encoded for both places; making the text takes time that the page should not spend. */
export interface CheckpointToSave {
  readonly summary: CheckpointSummary;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly text: string;
}

/** All checkpoints, wherever they are. */
export interface CheckpointStores {
  /** Newest first. */
  list(): Promise<StoredCheckpoint[]>;
  /** @throws Failure `checkpoint-missing`, `checkpoint-damaged` */
  load(id: string): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Into localStorage, or into IndexedDB where it does not fit. Whatever was saved before stays as it is.
   *
   * @throws Failure `storage-full`, `storage-unavailable` when neither takes it
   */
  save(checkpoint: CheckpointToSave): Promise<{ place: CheckpointPlace }>;
  delete(id: string): Promise<void>;
}

/** The browser's own stores. Where site data are blocked, even naming `localStorage` throws. */
export function openCheckpointStores(): CheckpointStores {
  let local: LocalStorageCheckpoints | null = null;
  try {
    local = localStorageCheckpoints(localStorage);
  } catch {
    // IndexedDB may still be there.
  }
  return checkpointStores(local, indexedDbCheckpoints());
}

export function checkpointStores(
  local: LocalStorageCheckpoints | null,
  indexedDb: IndexedDbCheckpoints,
): CheckpointStores {
  return {
    async list() {
      const inLocal = (local?.list() ?? []).map(
        ({ id, summary, characters }): StoredCheckpoint => ({
          id,
          summary,
          place: 'localStorage',
          byteLength: 2 * characters,
        }),
      );
      const inIndexedDb = (await listOrNothing(indexedDb)).map(
        (stored): StoredCheckpoint => ({ ...stored, place: 'IndexedDB' }),
      );
      return [...inLocal, ...inIndexedDb].sort((a, b) => savedAt(b).localeCompare(savedAt(a)));
    },

    async load(id) {
      const bytes = loadFromLocal(local, id) ?? (await indexedDb.load(id));
      if (!bytes) throw new Failure({ code: 'checkpoint-missing', details: { id } });
      return bytes;
    },

    async save({ summary, bytes, text }) {
      if (local && savedInLocal(local, summary, text)) {
        // An earlier version of the same checkpoint may be in the other place.
        await indexedDb.delete(summary.id).catch(() => {});
        return { place: 'localStorage' };
      }
      await indexedDb.save(summary, bytes);
      local?.delete(summary.id);
      return { place: 'IndexedDB' };
    },

    async delete(id) {
      local?.delete(id);
      await indexedDb.delete(id);
    },
  };
}

/** Where IndexedDB is not to be had, the checkpoints in localStorage are all there are. */
async function listOrNothing(indexedDb: IndexedDbCheckpoints) {
  try {
    return await indexedDb.list();
  } catch {
    return [];
  }
}

function loadFromLocal(local: LocalStorageCheckpoints | null, id: string): Uint8Array<ArrayBuffer> | null {
  try {
    return local?.load(id) ?? null;
  } catch (cause) {
    throw new Failure({ code: 'checkpoint-damaged', details: { id } }, { cause });
  }
}

function savedInLocal(local: LocalStorageCheckpoints, summary: CheckpointSummary, text: string): boolean {
  try {
    local.save(summary, text);
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

function savedAt({ summary }: StoredCheckpoint): string {
  return summary?.savedAt ?? '';
}
