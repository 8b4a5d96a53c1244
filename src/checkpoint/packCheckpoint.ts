import type { Checkpoint } from './checkpoint.ts';
import { encodeCheckpoint } from './codec.ts';
import type { EncodedCheckpoint } from './storedCheckpoint.ts';
import { localStorageText } from './utf16.ts';

/** Encodes a checkpoint for the stores. */
export function packCheckpoint(checkpoint: Checkpoint): EncodedCheckpoint {
  const bytes = encodeCheckpoint(checkpoint);
  return { summary: checkpoint.summary, bytes, text: localStorageText(bytes) };
}
