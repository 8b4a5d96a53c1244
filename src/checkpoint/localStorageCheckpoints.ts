import * as v from 'valibot';
import { readingUnchangedOnce } from '../database/unchanged.ts';
import { Failure } from '../failure.ts';
import type { CheckpointSummary } from './checkpoint.ts';
import { checkpointSummarySchema, storedNumberSchema } from './checkpointSchema.ts';

const prefix = 'cifar-10/checkpoint/';
const pinnedKey = 'cifar-10/pinned-checkpoints';
/** The usual quota of an origin; browsers do not report it. */
const quotaCharacters = 5 * 1024 * 1024;

/** A checkpoint in localStorage as the list shows it; one whose first line is unreadable has no summary. */
export interface LocalCheckpoint {
  readonly id: string;
  readonly summary: CheckpointSummary | null;
  /** See `StoredCheckpoint`. */
  readonly number: number | null;
  /** Its size in UTF-16 code units, two bytes each. */
  readonly characters: number;
}

/** Checkpoints in localStorage: one item each, its first line the summary and the number as JSON, then the packed bytes. */
export interface LocalStorageCheckpoints {
  /** The capacity of an empty localStorage in UTF-16 code units. */
  readonly capacity: number;
  /** The summary of an item that has not changed since the last call is the same object. */
  list(): LocalCheckpoint[];
  /** The packed bytes, or null where there is none. */
  load(id: string): string | null;
  /**
   * Writes a new item, or replaces one atomically: a failed write keeps the old item.
   *
   * @param text the packed bytes
   * @param number see `StoredCheckpoint`
   * @returns its size in UTF-16 code units
   * @throws Failure `storage-full`, `storage-unavailable`
   */
  save(summary: CheckpointSummary, text: string, number: number): number;
  delete(id: string): void;
  /** The ids that are pinned. */
  pinned(): string[];
  /** @throws Failure `storage-full`, `storage-unavailable` */
  setPinned(id: string, isPinned: boolean): void;
  /** How full localStorage is with everything that this origin stores there, in [0, 1]. */
  share(): number;
}

export function localStorageCheckpoints(storage: Storage): LocalStorageCheckpoints {
  const readFirstLines = readingUnchangedOnce(readFirstLine);
  return {
    capacity: quotaCharacters,

    list() {
      const keys = keysOf(storage);
      const values = keys.map((key) => storage.getItem(key) ?? '');
      const firstLines = readFirstLines(values.map((value) => value.slice(0, value.indexOf('\n'))));
      return keys.flatMap((key, index) => {
        const line = firstLines[index];
        if (!line) return [];
        const id = key.slice(prefix.length);
        // An item whose summary has another id would be moved under that id, and overwrite what is there.
        const summary = line.summary?.id === id ? line.summary : null;
        const characters = key.length + (values[index]?.length ?? 0);
        return [{ id, summary, number: line.number, characters }];
      });
    },

    load(id) {
      const value = storage.getItem(prefix + id);
      return value === null ? null : value.slice(value.indexOf('\n') + 1);
    },

    save(summary, text, number) {
      const key = prefix + summary.id;
      const value = `${JSON.stringify({ ...summary, number })}\n${text}`;
      try {
        storage.setItem(key, value);
        return key.length + value.length;
      } catch (cause) {
        throw asStorageFailure(cause, 2 * value.length);
      }
    },

    delete: (id) => storage.removeItem(prefix + id),

    pinned: () => pinnedIn(storage),

    setPinned(id, isPinned) {
      const others = pinnedIn(storage).filter((other) => other !== id);
      const value = JSON.stringify(isPinned ? [...others, id] : others);
      try {
        storage.setItem(pinnedKey, value);
      } catch (cause) {
        throw asStorageFailure(cause, 2 * value.length);
      }
    },

    share: () => {
      const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
      const used = keys.reduce((total, key) => total + key.length + (storage.getItem(key)?.length ?? 0), 0);
      return Math.min(1, used / quotaCharacters);
    },
  };
}

function pinnedIn(storage: Storage): string[] {
  try {
    return v.parse(v.array(v.string()), JSON.parse(storage.getItem(pinnedKey) ?? '[]'));
  } catch {
    return [];
  }
}

function keysOf(storage: Storage): string[] {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
  return keys.filter((key) => key.startsWith(prefix));
}

function readFirstLine(text: string): Pick<LocalCheckpoint, 'summary' | 'number'> {
  try {
    const line: unknown = JSON.parse(text);
    return {
      summary: v.parse(checkpointSummarySchema, line),
      number: v.parse(storedNumberSchema, line).number,
    };
  } catch {
    return { summary: null, number: null };
  }
}

function asStorageFailure(cause: unknown, neededBytes: number): Failure {
  const isQuota = cause instanceof DOMException && cause.name === 'QuotaExceededError';
  return isQuota
    ? new Failure({ code: 'storage-full', details: { neededBytes } }, { cause })
    : new Failure({ code: 'storage-unavailable', details: {} }, { cause });
}
