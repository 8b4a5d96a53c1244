import type { ExportedFile } from '../export/weightsFormats.ts';
import { Failure } from '../failure.ts';
import type { CheckpointToSave } from './checkpointStores.ts';
import { decodeCheckpoint } from './codec.ts';
import { localStorageText } from './utf16.ts';

/** Far above the largest network that the page trains: 2,048 hidden units take 25 MB. */
const maxFileBytes = 100_000_000;

/** A checkpoint as a file: the very bytes that are stored. */
export function checkpointFile(id: string, bytes: Uint8Array<ArrayBuffer>): ExportedFile {
  const name = `cifar-10-checkpoint-${id.replaceAll(/[^\w-]/g, '-')}.safetensors`;
  return { name, mediaType: 'application/octet-stream', bytes };
}

/**
 * Reads a file that may be anything.
 *
 * @throws Failure `checkpoint-damaged`, `checkpoint-too-new`
 */
export async function checkpointFromFile(file: File): Promise<CheckpointToSave> {
  if (file.size > maxFileBytes) throw new Failure({ code: 'checkpoint-damaged', details: { id: file.name } });
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { summary } = decodeCheckpoint(bytes, file.name);
  return { summary, bytes, text: localStorageText(bytes) };
}
