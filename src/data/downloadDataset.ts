import type { Failure } from '../failure.ts';
import { requireChecksums } from './checksums.ts';
import { type BatchName, testBatchName, trainingBatchNames } from './cifar10.ts';
import type { BatchToDecode } from './decodeBatch.ts';
import { Downloads, type FetchFile } from './downloads.ts';
import {
  concernsOneFile,
  type ImportEnvironment,
  missingBatches,
  storeBatch,
  type VerifiedBatch,
} from './importing.ts';

/** Decodes and verifies batches, several at a time where there are several processors. */
export interface BatchDecoder {
  /** The number of batches decoded at the same time; further ones wait. */
  readonly width: number;
  /** Does what `decodeBatch` does. It reads nothing of `png` before its turn, and always reads it to the end or cancels it. */
  decode(
    batch: BatchToDecode,
    png: AsyncGenerator<Uint8Array<ArrayBuffer>, void, void>,
  ): Promise<VerifiedBatch>;
}

/** The first two suffice to train and to evaluate. */
const downloadOrder: readonly BatchName[] = ['data_batch_1', testBatchName, ...trainingBatchNames.slice(1)];

/** One that is being written and one that waits, so that no decoder waits for the storage. */
const batchesBehindDecoders = 2;

/**
 * Downloads the batches that are missing, decodes and verifies each while it arrives, and stores it as soon as it is verified.
 * One file is downloaded at a time, so that the first batches arrive early even on a slow connection; the next download begins
 * when the one before has arrived, while that one is still being decoded. Batches are stored in order. A file with damaged
 * content does not stop the others.
 *
 * Memory: at most `decoder.width + 2` batches are held, each of them at most a PNG (23 MB) and its records (31 MB).
 *
 * @throws Failure the first one. The batches before it are stored then and, after damaged content, also those behind it: calling
 *   again fetches only the rest. The signal's reason where it was aborted.
 */
export async function downloadDataset(
  fetchFile: FetchFile,
  decoder: BatchDecoder,
  environment: ImportEnvironment,
): Promise<void> {
  requireChecksums();
  const missing = await missingBatches(environment);
  await new Pipeline(
    fetchFile,
    decoder,
    environment,
    downloadOrder.filter((name) => missing.has(name)),
  ).run();
}

/** Starts each batch while those before it are still being decoded and stored. */
class Pipeline {
  readonly #decoder: BatchDecoder;
  readonly #environment: ImportEnvironment;
  readonly #names: readonly BatchName[];
  readonly #downloads: Downloads;
  /** Cancels downloads that are no longer needed. */
  readonly #ended = new AbortController();
  /** The first failures, in the order of the batches: one that concerns a single file, and one that ends everything behind it. */
  #firstDamage: Failure | null = null;
  #end: { readonly cause: unknown } | null = null;

  constructor(
    fetchFile: FetchFile,
    decoder: BatchDecoder,
    environment: ImportEnvironment,
    names: readonly BatchName[],
  ) {
    const signal = AbortSignal.any([environment.signal, this.#ended.signal]);
    this.#decoder = decoder;
    this.#environment = environment;
    this.#names = names;
    this.#downloads = new Downloads(fetchFile, names, signal, environment.onProgress);
  }

  async run(): Promise<void> {
    const underway = new Set<Promise<void>>();
    let before: Promise<void> = Promise.resolve();
    for (const name of this.#names) {
      while (underway.size >= this.#decoder.width + batchesBehindDecoders) await Promise.race(underway);
      if (this.#ended.signal.aborted) break;
      const turn = before;
      await new Promise<void>((resolve) => {
        const passing = this.#pass(name, turn, resolve).finally(() => underway.delete(passing));
        underway.add(passing);
        before = passing;
      });
    }
    await before;
    if (this.#end) throw this.#end.cause;
    if (this.#firstDamage) throw this.#firstDamage;
  }

  /** Never rejects: failures are recorded in the order of the batches. Ends after `before`. `onArrived` may be called twice. */
  async #pass(name: BatchName, before: Promise<void>, onArrived: () => void): Promise<void> {
    try {
      const batch = await this.#decode(name, onArrived);
      await before;
      if (!this.#end) await storeBatch(batch, this.#environment);
    } catch (error) {
      const isDamage = concernsOneFile(error);
      if (!isDamage) this.#ended.abort();
      onArrived();
      await before;
      if (isDamage) this.#firstDamage ??= error;
      else this.#end ??= { cause: error };
    }
  }

  async #decode(name: BatchName, onArrived: () => void): Promise<VerifiedBatch> {
    const labels = await this.#downloads.labelsOf(name);
    return this.#decoder.decode({ name, labels }, withEnd(this.#downloads.picturesOf(name), onArrived));
  }
}

/** Calls back when the chunks end or the consumer cancels. */
async function* withEnd<Chunk>(
  chunks: AsyncGenerator<Chunk, void, void>,
  onEnd: () => void,
): AsyncGenerator<Chunk, void, void> {
  try {
    yield* chunks;
  } finally {
    onEnd();
  }
}
