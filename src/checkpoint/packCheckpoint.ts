import type { Checkpoint, CheckpointSummary } from './checkpoint.ts';
import { encodeCheckpoint } from './codec.ts';
import { localStorageText } from './utf16.ts';

interface PackedCheckpoint {
  readonly summary: CheckpointSummary;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly text: string | null;
}

/** A checkpoint as the stores take it. */
export function packCheckpoint(checkpoint: Checkpoint): PackedCheckpoint {
  const bytes = encodeCheckpoint(checkpoint);
  return { summary: checkpoint.summary, bytes, text: localStorageText(bytes) };
}
