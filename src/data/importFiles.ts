import { Failure } from '../failure.ts';
import { batchesInArchive } from './archive.ts';
import { batchWithChecksumOf, requireChecksums, verifyBatch } from './checksums.ts';
import { type BatchName, batchBytes } from './cifar10.ts';
import {
  concernsOneFile,
  type ImportEnvironment,
  missingBatches,
  storeBatch,
  type VerifiedBatch,
} from './importing.ts';
import { pixelSumsOf, summarizeBatch } from './summary.ts';

/**
 * Stores the missing batches from files that the user chose: `cifar-10-binary.tar.gz`, or any of the six `.bin` files in it.
 * Files are identified by their content; names do not matter. A wrong file does not stop the others.
 *
 * @throws Failure the first one; the batches of the other files are stored then. The signal's reason where it was aborted.
 */
export async function importFiles(files: readonly File[], environment: ImportEnvironment): Promise<void> {
  requireChecksums();
  const missing = await missingBatches(environment);
  const totalBytes = files.reduce((total, { size }) => total + size, 0);
  let firstFailure: Failure | null = null;
  let bytesBefore = 0;
  for (const file of files) {
    const onRead = (bytes: number): void => environment.onProgress(bytesBefore + bytes, totalBytes);
    try {
      if (await isGzip(file)) await importArchive(file, missing, onRead, environment);
      else await importBatch(file, missing, environment);
    } catch (error) {
      if (!concernsOneFile(error)) throw error;
      firstFailure ??= error;
    }
    onRead(file.size);
    bytesBefore += file.size;
    environment.signal.throwIfAborted();
  }
  if (firstFailure) throw firstFailure;
}

async function isGzip(file: File): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0x1f && second === 0x8b;
}

async function importArchive(
  file: File,
  missing: Set<BatchName>,
  onRead: (bytes: number) => void,
  environment: ImportEnvironment,
): Promise<void> {
  const packed = file.stream().pipeThrough(watchedBytes(onRead, environment.signal));
  let firstFailure: Failure | null = null;
  for await (const { name, records } of batchesInArchive(packed, file.name, missing)) {
    try {
      await verifyBatch(name, records);
      await storeBatch(verifiedBatch(name, records), environment);
      missing.delete(name);
    } catch (error) {
      if (!concernsOneFile(error)) throw error;
      firstFailure ??= error;
    }
  }
  if (firstFailure) throw firstFailure;
}

async function importBatch(
  file: File,
  missing: Set<BatchName>,
  environment: ImportEnvironment,
): Promise<void> {
  const wrong = (): Failure => new Failure({ code: 'file-not-cifar10', details: { file: file.name } });
  if (file.size !== batchBytes) throw wrong();
  const records = new Uint8Array(await file.arrayBuffer());
  const name = await batchWithChecksumOf(records);
  if (!name) throw wrong();
  if (!missing.delete(name)) return;
  await storeBatch(verifiedBatch(name, records), environment);
}

function verifiedBatch(name: BatchName, records: Uint8Array<ArrayBuffer>): VerifiedBatch {
  return {
    records: new Blob([records]),
    summary: summarizeBatch(name, records, pixelSumsOf(records)),
  };
}

function watchedBytes(
  onRead: (bytes: number) => void,
  signal: AbortSignal,
): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      signal.throwIfAborted();
      bytes += chunk.length;
      onRead(bytes);
      controller.enqueue(chunk);
    },
  });
}
