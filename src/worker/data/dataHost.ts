import type { DatasetStore } from '../../data/datasetStore.ts';
import type { DownloadOptions } from '../../data/download.ts';
import { type BatchDecoder, downloadDataset } from '../../data/downloadDataset.ts';
import type { FetchFile } from '../../data/downloads.ts';
import { importFiles } from '../../data/importFiles.ts';
import type { ImportEnvironment } from '../../data/importing.ts';
import { failureData } from '../../failure.ts';
import type { DataCommand, DataEvent } from './protocol.ts';
import { createTransferMeter } from './transferMeter.ts';

/** What the host needs from its worker, or from a test. */
export interface DataHostEnvironment {
  readonly openStore: () => Promise<DatasetStore>;
  readonly fetchChunks: (
    url: URL,
    options: DownloadOptions,
  ) => AsyncGenerator<Uint8Array<ArrayBuffer>, void, void>;
  /** Starts the decoders for one download, which ends them. */
  readonly startDecoders: () => BatchDecoder & { readonly end: () => void };
  /** Runs `work` while no other tab changes the data; throws a Failure `import-elsewhere` where one does. */
  readonly exclusively: (work: () => Promise<void>) => Promise<void>;
  readonly emit: (event: DataEvent) => void;
  readonly now: () => Date;
  /** A monotonic clock. */
  readonly nowMs: () => number;
}

/** Executes commands; changes of the data run one after the other. */
export class DataHost {
  readonly #environment: DataHostEnvironment;
  #import = new AbortController();
  #lastChange: Promise<void> = Promise.resolve();

  constructor(environment: DataHostEnvironment) {
    this.#environment = environment;
  }

  /** Resolves when the command has been answered. */
  handle(command: DataCommand): Promise<void> {
    switch (command.kind) {
      case 'downloadDataset':
        return this.#importBy((importing) => this.#download(command.baseUrl, importing));
      case 'importFiles':
        return this.#importBy((importing) => importFiles(command.chosen, importing));
      case 'cancelImport':
        this.#import.abort();
        return this.#lastChange;
      case 'deleteDataset':
        this.#import.abort();
        return this.#afterLastChange(() => this.#delete());
    }
  }

  async #download(baseUrl: string, importing: ImportEnvironment): Promise<void> {
    const { fetchChunks, startDecoders } = this.#environment;
    const folder = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`;
    const decoders = startDecoders();
    try {
      const fetchFile: FetchFile = (file, options) => fetchChunks(new URL(file, folder), options);
      await downloadDataset(fetchFile, decoders, importing);
    } finally {
      decoders.end();
    }
  }

  #importBy(work: (importing: ImportEnvironment) => Promise<void>): Promise<void> {
    this.#import = new AbortController();
    const { signal } = this.#import;
    return this.#afterLastChange(() => this.#runImport(work, signal));
  }

  #afterLastChange(change: () => Promise<void>): Promise<void> {
    this.#lastChange = this.#lastChange.then(change);
    return this.#lastChange;
  }

  async #runImport(
    work: (importing: ImportEnvironment) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const { emit, now, nowMs } = this.#environment;
    const meter = createTransferMeter((progress) => emit({ kind: 'importProgressed', progress }), nowMs);
    try {
      await this.#withStore((store) =>
        work({
          store,
          signal,
          onProgress: meter.count,
          onBatchStored: (summary) => {
            emit({ kind: 'batchStored', summary });
            meter.reportNow();
          },
          now,
        }),
      );
      emit({ kind: 'importFinished' });
    } catch (error) {
      emit(
        signal.aborted ? { kind: 'importCancelled' } : { kind: 'importFailed', failure: failureData(error) },
      );
    }
  }

  async #delete(): Promise<void> {
    const { emit } = this.#environment;
    try {
      await this.#withStore((store) => store.clear());
      emit({ kind: 'datasetDeleted' });
    } catch (error) {
      emit({ kind: 'deletionFailed', failure: failureData(error) });
    }
  }

  async #withStore(work: (store: DatasetStore) => Promise<void>): Promise<void> {
    const { exclusively, openStore } = this.#environment;
    await exclusively(async () => {
      const store = await openStore();
      try {
        await work(store);
      } finally {
        store.close();
      }
    });
  }
}
