import { newestFirst } from '../database/storageOrder.ts';
import type { CheckpointSummary } from './checkpoint.ts';

export type CheckpointPlace = 'localStorage' | 'IndexedDB';

/** A row of the list of checkpoints. */
export interface StoredCheckpoint {
  readonly id: string;
  /** Null where it cannot be read: it is damaged, or of a newer version. */
  readonly summary: CheckpointSummary | null;
  /** Counts the checkpoints in the order in which they were saved; null where an earlier version saved it. */
  readonly number: number | null;
  readonly place: CheckpointPlace;
  /** Its size there. */
  readonly byteLength: number;
  /** Whether the user keeps it in localStorage. */
  readonly isPinned: boolean;
}

/**
 * A checkpoint encoded for the stores: bytes for IndexedDB, text for localStorage. The worker encodes it, because that takes
 * time.
 */
export interface EncodedCheckpoint {
  readonly summary: CheckpointSummary;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Null where it is too large for localStorage. */
  readonly text: string | null;
}

/** Compares two for `sort`, the one that was saved last first. */
export const newestCheckpointFirst = newestFirst(
  ({ number, summary }: Pick<StoredCheckpoint, 'number' | 'summary'>) => ({
    number,
    date: summary?.savedAt ?? '',
  }),
);
