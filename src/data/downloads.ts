import { type BatchName, recordsPerBatch, testBatchName, trainingBatchNames } from './cifar10.ts';
import type { DownloadOptions } from './download.ts';
import { parseLabels } from './labels.ts';
import { pictureFiles, type SourceFile, testLabelsFile, trainingLabelsFile } from './sourceFiles.ts';

type Chunks = AsyncGenerator<Uint8Array<ArrayBuffer>, void, void>;

/** Yields a file's bytes as they arrive; the download begins when the first chunk is requested. */
export type FetchFile = (file: string, options: DownloadOptions) => Chunks;

/** Fetches the files of batches, and counts the bytes. */
export class Downloads {
  readonly #fetchFile: FetchFile;
  readonly #signal: AbortSignal;
  readonly #onProgress: (receivedBytes: number, totalBytes: number) => void;
  readonly #totalBytes: number;
  readonly #received = new Map<string, number>();
  readonly #labels = new Map<SourceFile, Promise<Uint8Array<ArrayBuffer>>>();

  /** @param onProgress called with the bytes that have arrived and the total of all files that `names` need */
  constructor(
    fetchFile: FetchFile,
    names: readonly BatchName[],
    signal: AbortSignal,
    onProgress: (receivedBytes: number, totalBytes: number) => void,
  ) {
    this.#fetchFile = fetchFile;
    this.#signal = signal;
    this.#onProgress = onProgress;
    const files = new Set(names.flatMap((name) => [labelsFileOf(name), pictureFiles[name]]));
    this.#totalBytes = [...files].reduce((total, { bytes }) => total + bytes, 0);
  }

  /**
   * The labels of a batch; their file is fetched once.
   *
   * @returns [10000]
   * @throws Failure `labels-damaged`; whatever the download fails with
   */
  async labelsOf(name: BatchName): Promise<Uint8Array<ArrayBuffer>> {
    const source = labelsFileOf(name);
    const batches: readonly BatchName[] = name === testBatchName ? [testBatchName] : trainingBatchNames;
    const reading = this.#labels.get(source) ?? this.#readLabels(source, batches.length * recordsPerBatch);
    this.#labels.set(source, reading);
    const first = batches.indexOf(name) * recordsPerBatch;
    return (await reading).subarray(first, first + recordsPerBatch);
  }

  /** The PNG of a batch in pieces, as they arrive. Fails with whatever the download fails with. */
  picturesOf(name: BatchName): Chunks {
    return this.#fetch(pictureFiles[name]);
  }

  async #readLabels(source: SourceFile, count: number): Promise<Uint8Array<ArrayBuffer>> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const part of this.#fetch(source)) parts.push(part);
    const json = await new Blob(parts).arrayBuffer();
    return parseLabels(new Uint8Array(json), source.file, count);
  }

  async *#fetch({ file, bytes }: SourceFile): Chunks {
    yield* this.#fetchFile(file, {
      signal: this.#signal,
      onProgress: (receivedBytes) => this.#report(file, Math.min(receivedBytes, bytes)),
    });
    // Another server may have the same pictures in files of other lengths.
    this.#report(file, bytes);
  }

  #report(file: string, receivedBytes: number): void {
    this.#received.set(file, receivedBytes);
    const sum = [...this.#received.values()].reduce((total, bytes) => total + bytes, 0);
    this.#onProgress(sum, this.#totalBytes);
  }
}

function labelsFileOf(name: BatchName): SourceFile {
  return name === testBatchName ? testLabelsFile : trainingLabelsFile;
}
