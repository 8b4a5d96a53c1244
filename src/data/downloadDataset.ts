import type { Failure } from '../failure.ts';
import { requireChecksums } from './checksums.ts';
import { type BatchName, recordsPerBatch, testBatchName, trainingBatchNames } from './cifar10.ts';
import { decodePng } from './decodePng.ts';
import type { DownloadOptions } from './download.ts';
import { concernsOneFile, type ImportSurroundings, keepBatch, missingBatches } from './importing.ts';
import { parseLabels } from './labels.ts';
import { recordsFromPixels } from './records.ts';
import { pictureFiles, type SourceFile, testLabelsFile, trainingLabelsFile } from './sourceFiles.ts';

export type FetchFile = (file: string, options: DownloadOptions) => Promise<Uint8Array<ArrayBuffer>>;

/** The first two are enough to train on and to test with. */
const downloadOrder: readonly BatchName[] = ['data_batch_1', testBatchName, ...trainingBatchNames.slice(1)];

/** What has been downloaded of a batch, or why it has not. */
type Arrival =
  | { readonly png: Uint8Array<ArrayBuffer>; readonly labels: Uint8Array<ArrayBuffer> }
  | { readonly error: unknown };

/**
 * Downloads the batches that are missing, and stores each as soon as it is whole and verified. While one is decoded and
 * stored, the next one arrives; more than these two are never held. A file with damaged content does not stop the others.
 *
 * @throws Failure the first one, with what came before and, after damaged content, also behind it in the store: calling
 *   again fetches only the rest. The signal's reason where it was aborted.
 */
export async function downloadDataset(fetchFile: FetchFile, surroundings: ImportSurroundings): Promise<void> {
  requireChecksums();
  const missing = await missingBatches(surroundings);
  const names = downloadOrder.filter((name) => missing.has(name));
  const ended = new AbortController();
  const signal = AbortSignal.any([surroundings.signal, ended.signal]);
  const downloads = new Downloads(fetchFile, names, signal, surroundings.onProgress);
  try {
    await storeArrivals(names, downloads, surroundings);
  } finally {
    // The next file may be on its way still.
    ended.abort();
  }
}

async function storeArrivals(
  names: readonly BatchName[],
  downloads: Downloads,
  surroundings: ImportSurroundings,
): Promise<void> {
  let firstFailure: Failure | null = null;
  let arriving = downloads.arrivalOf(names[0]);
  for (const [turn, name] of names.entries()) {
    const arrival = await arriving;
    try {
      if ('error' in arrival) throw arrival.error;
      arriving = downloads.arrivalOf(names[turn + 1]);
      await storeArrival(name, arrival, surroundings);
    } catch (error) {
      if (!concernsOneFile(error)) throw error;
      firstFailure ??= error;
      if ('error' in arrival) arriving = downloads.arrivalOf(names[turn + 1]);
    }
  }
  if (firstFailure) throw firstFailure;
}

async function storeArrival(
  name: BatchName,
  { png, labels }: Exclude<Arrival, { error: unknown }>,
  surroundings: ImportSurroundings,
): Promise<void> {
  const rgb = await decodePng(png, pictureFiles[name].file);
  surroundings.signal.throwIfAborted();
  await keepBatch(name, recordsFromPixels(rgb, labels), surroundings);
}

/** Fetches what batches are made of, and counts the bytes. */
class Downloads {
  readonly #fetchFile: FetchFile;
  readonly #signal: AbortSignal;
  readonly #onProgress: (receivedBytes: number, totalBytes: number) => void;
  readonly #totalBytes: number;
  readonly #received = new Map<string, number>();
  readonly #labels = new Map<SourceFile, Promise<Uint8Array<ArrayBuffer>>>();

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

  /** Never rejects: it is awaited only when the batch before it is done. */
  async arrivalOf(name: BatchName | undefined): Promise<Arrival> {
    if (!name) return { error: new RangeError('no batch is left') };
    try {
      const labels = await this.#labelsOf(name);
      return { png: await this.#fetch(pictureFiles[name]), labels };
    } catch (error) {
      return { error };
    }
  }

  async #labelsOf(name: BatchName): Promise<Uint8Array<ArrayBuffer>> {
    const source = labelsFileOf(name);
    const batches: readonly BatchName[] = name === testBatchName ? [testBatchName] : trainingBatchNames;
    const reading =
      this.#labels.get(source) ??
      this.#fetch(source).then((json) => parseLabels(json, source.file, batches.length * recordsPerBatch));
    this.#labels.set(source, reading);
    const first = batches.indexOf(name) * recordsPerBatch;
    return (await reading).subarray(first, first + recordsPerBatch);
  }

  async #fetch({ file, bytes }: SourceFile): Promise<Uint8Array<ArrayBuffer>> {
    const body = await this.#fetchFile(file, {
      signal: this.#signal,
      onProgress: (receivedBytes) => this.#report(file, Math.min(receivedBytes, bytes)),
    });
    // Another server may have the same pictures in a file of another length.
    this.#report(file, bytes);
    return body;
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
