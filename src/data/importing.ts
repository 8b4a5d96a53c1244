import { Failure, type FailureCode } from '../failure.ts';
import { type BatchName, batchNames } from './cifar10.ts';
import type { DatasetStore } from './datasetStore.ts';
import type { BatchSummary, UndatedSummary } from './summary.ts';

/** A batch with the official checksum. */
export interface VerifiedBatch {
  /** 30,730,000 bytes in the official layout. A Blob goes from thread to thread and into the storage without another copy. */
  readonly records: Blob;
  readonly summary: UndatedSummary;
}

/** What an import needs from its worker, or from a test. */
export interface ImportEnvironment {
  readonly store: Pick<DatasetStore, 'summaries' | 'saveBatch'>;
  readonly signal: AbortSignal;
  /** Bytes read so far, of all that this import will read. */
  readonly onProgress: (receivedBytes: number, totalBytes: number) => void;
  /** Called when the batch is verified and written. */
  readonly onBatchStored: (summary: BatchSummary) => void;
  readonly now: () => Date;
}

/** The batches that are not stored yet. */
export async function missingBatches({ store }: ImportEnvironment): Promise<Set<BatchName>> {
  const stored = (await store.summaries()).map(({ name }) => name);
  return new Set(batchNames.filter((name) => !stored.includes(name)));
}

/**
 * Stores a verified batch, and reports it when it is written.
 *
 * @throws Failure `storage-full`, `storage-failed`; the signal's reason where it was aborted
 */
export async function storeBatch(
  batch: VerifiedBatch,
  { store, signal, onBatchStored, now }: ImportEnvironment,
): Promise<void> {
  signal.throwIfAborted();
  const summary = { ...batch.summary, storedAt: now().toISOString() };
  await store.saveBatch(batch.records, summary);
  onBatchStored(summary);
}

const fileFailureCodes: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'not-a-png',
  'png-damaged',
  'labels-damaged',
  'checksum-mismatch',
  'archive-damaged',
  'archive-truncated',
  'archive-too-large',
  'file-not-cifar10',
  'batch-file-damaged',
  'folder-not-cifar10',
  'folder-too-large',
  'file-unreadable',
]);

/**
 * Whether a failure concerns the content of a single file, so that the others are still worth trying. After a failure of the
 * network or the storage, they are not.
 */
export function concernsOneFile(error: unknown): error is Failure {
  return error instanceof Failure && fileFailureCodes.has(error.data.code);
}
