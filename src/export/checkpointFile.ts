import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { decodeCheckpoint } from '../checkpoint/codec.ts';
import type { EncodedCheckpoint } from '../checkpoint/storedCheckpoint.ts';
import { localStorageText } from '../checkpoint/utf16.ts';
import { bytesOfFile } from '../data/readFile.ts';
import { Failure } from '../failure.ts';
import { AllocationBudget } from '../limits/allocationBudget.ts';
import { maxCheckpointFileBytes } from '../limits/readingLimits.ts';
import type { ExportedFile } from './exportedFile.ts';

/** A checkpoint as a file, with the same bytes as stored. */
export function checkpointFile(id: string, bytes: Uint8Array<ArrayBuffer>): ExportedFile {
  const name = `cifar-10-checkpoint-${id.replaceAll(/[^\w-]/g, '-')}.safetensors`;
  return { name, mediaType: 'application/octet-stream', bytes };
}

/**
 * Reads an untrusted file.
 *
 * @throws Failure `not-a-checkpoint`, `checkpoint-damaged`, `checkpoint-too-new`, `file-unreadable`, `reading-stopped`
 */
export async function checkpointFromFile(file: File): Promise<EncodedCheckpoint> {
  if (file.size > maxCheckpointFileBytes)
    throw new Failure({ code: 'not-a-checkpoint', details: { file: file.name } });
  const budget = new AllocationBudget();
  // With a copy as text, for localStorage.
  budget.take(2 * file.size);
  const bytes = await bytesOfFile(file);
  const { summary } = decodedFile(bytes, file.name, budget);
  return { summary, bytes, text: localStorageText(bytes) };
}

function decodedFile(bytes: Uint8Array, name: string, budget: AllocationBudget): Checkpoint {
  try {
    return decodeCheckpoint(bytes, name, budget);
  } catch (cause) {
    const isDamaged = cause instanceof Failure && cause.data.code === 'checkpoint-damaged';
    if (!isDamaged || beginsLikeCheckpoint(bytes)) throw cause;
    throw new Failure({ code: 'not-a-checkpoint', details: { file: name } }, { cause });
  }
}

/**
 * The start of the codec's header, after the eight bytes of its length. A file that starts otherwise is not a checkpoint, rather
 * than a damaged one.
 */
const beginning = '{"__metadata__":{"schema":';
const lengthBytes = 8;

function beginsLikeCheckpoint(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(lengthBytes, lengthBytes + beginning.length)) === beginning;
}
