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
  /** Batches that are decoded at the same time; one more waits until another is done. */
  readonly width: number;
  /** As `decodeBatch` does. Reads nothing of `png` before its turn has come, and always reads it out or ends it. */
  decode(
    batch: BatchToDecode,
    png: AsyncGenerator<Uint8Array<ArrayBuffer>, void, void>,
  ): Promise<VerifiedBatch>;
}

/** The first two are enough to train on and to test with. */
const downloadOrder: readonly BatchName[] = ['data_batch_1', testBatchName, ...trainingBatchNames.slice(1)];

/** One that is being written and one behind it, so that no decoder waits for the storage. */
const batchesBehindDecoders = 2;

/**
 * Downloads the batches that are missing, decodes and verifies each while it arrives, and stores it as soon as it is
 * verified. One file is downloaded at a time, so that the first batches are there first on a slow line too; the next
 * begins when the one before has arrived, and while that is still decoded. Batches are stored in their order. A file with
 * damaged content does not stop the others.
 *
 * Memory: at most `decoder.width + 2` batches are held, each of them at most a PNG (23 MB) and its records (31 MB).
 *
 * @throws Failure the first one, with what came before and, after damaged content, also behind it in the store: calling
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

/** Batches one after the other, each while those before it are still on their way through. */
class Pipeline {
  readonly #decoder: BatchDecoder;
  readonly #environment: ImportEnvironment;
  readonly #names: readonly BatchName[];
  readonly #downloads: Downloads;
  /** Ends the network where nothing more is wanted of it. */
  readonly #ended = new AbortController();
  /** Of the batches in their order: what concerns one file alone, and what ends everything behind it. */
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

  /** Never rejects: failures are noted in the order of the batches. Ends after `before`. `onArrived` may be told twice. */
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

/** Tells when there is no more to come, or no more wanted. */
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
