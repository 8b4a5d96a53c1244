import * as v from 'valibot';
import { Failure } from '../failure.ts';
import type { CheckpointSummary } from './checkpoint.ts';
import { checkpointSummarySchema } from './checkpointSchema.ts';
import { utf16ToBytes } from './utf16.ts';

const prefix = 'cifar-10/checkpoint/';

/** A checkpoint in localStorage as the list shows it; one whose first line is unreadable has no summary. */
export interface LocalCheckpoint {
  readonly id: string;
  readonly summary: CheckpointSummary | null;
  /** UTF-16 code units that it takes, two bytes each. */
  readonly characters: number;
}

/** Checkpoints in localStorage: one item each, its first line the summary as JSON, then the packed bytes. */
export interface LocalStorageCheckpoints {
  list(): LocalCheckpoint[];
  /** The encoded checkpoint, or null where there is none. Throws a RangeError where it is no packed bytes. */
  load(id: string): Uint8Array<ArrayBuffer> | null;
  /**
   * Writes a new item, or replaces one at once: a failed write leaves what was there.
   *
   * @param text the packed bytes
   * @throws Failure `storage-full`, `storage-unavailable`
   */
  save(summary: CheckpointSummary, text: string): void;
  delete(id: string): void;
}

export function localStorageCheckpoints(storage: Storage): LocalStorageCheckpoints {
  return {
    list: () =>
      keysOf(storage).map((key) => {
        const value = storage.getItem(key) ?? '';
        return {
          id: key.slice(prefix.length),
          summary: summaryIn(value),
          characters: key.length + value.length,
        };
      }),

    load(id) {
      const value = storage.getItem(prefix + id);
      return value === null ? null : utf16ToBytes(value.slice(value.indexOf('\n') + 1));
    },

    save(summary, text) {
      const value = `${JSON.stringify(summary)}\n${text}`;
      try {
        storage.setItem(prefix + summary.id, value);
      } catch (cause) {
        throw asStorageFailure(cause, 2 * value.length);
      }
    },

    delete: (id) => storage.removeItem(prefix + id),
  };
}

function keysOf(storage: Storage): string[] {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
  return keys.filter((key) => key.startsWith(prefix));
}

function summaryIn(value: string): CheckpointSummary | null {
  try {
    return v.parse(checkpointSummarySchema, JSON.parse(value.slice(0, value.indexOf('\n'))));
  } catch {
    return null;
  }
}

function asStorageFailure(cause: unknown, neededBytes: number): Failure {
  const isQuota = cause instanceof DOMException && cause.name === 'QuotaExceededError';
  return isQuota
    ? new Failure({ code: 'storage-full', details: { neededBytes } }, { cause })
    : new Failure({ code: 'storage-unavailable', details: {} }, { cause });
}
