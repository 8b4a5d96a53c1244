import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import { encodeCheckpoint } from '../../checkpoint/codec.ts';
import { localStorageText } from '../../checkpoint/utf16.ts';
import type { EncodedCheckpoint } from './protocol.ts';

/** A checkpoint as the stores take it. */
export function packCheckpoint(checkpoint: Checkpoint): EncodedCheckpoint {
  const bytes = encodeCheckpoint(checkpoint);
  return { summary: checkpoint.summary, bytes, text: localStorageText(bytes) };
}
