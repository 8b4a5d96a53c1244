import { type ContentKind, Failure } from '../failure.ts';
import { maxUnpackedBytes } from '../limits/readingLimits.ts';
import { batchesInArchive, fileName, isCalledBatch, notCifar10 } from './archive.ts';
import { batchWithChecksumOf, requireChecksums } from './checksums.ts';
import type { Chosen } from './chosen.ts';
import { type BatchName, batchBytes, classNames, recordBytes } from './cifar10.ts';
import { contentKind, tellingBytes } from './contentKind.ts';
import { concernsOneFile, type ImportEnvironment, missingBatches, storeBatch } from './importing.ts';
import { bytesOfFile, chunksOfFile } from './readFile.ts';
import { pixelSumsOf, summarizeBatch } from './summary.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Stores the missing batches from what a person chose: `cifar-10-binary.tar.gz`, any of the six `.bin` files in it, or folders with
 * them. Files are identified by their content; names do not matter. A wrong file does not stop the others.
 *
 * @throws Failure the first one, where batches are still missing in the end; those of the other files are stored then. The
 *   signal's reason where it was aborted.
 */
export async function importFiles(chosen: readonly Chosen[], environment: ImportEnvironment): Promise<void> {
  requireChecksums();
  const work = new FilesImport(environment, await missingBatches(environment), bytesOf(chosen));
  const failures = await failuresOfEach(chosen, (one) => work.take(one));
  const failure = failures.find((one) => work.batchesFound === 0 || !isCompanion(one));
  if (failure && !work.isComplete) throw failure;
}

function bytesOf(chosen: readonly Chosen[]): number {
  const files = chosen.flatMap((one) => {
    if (one.kind === 'refused') return [];
    return one.kind === 'file' ? [one.file] : filesToRead(one.files);
  });
  return files.reduce((total, { size }) => total + size, 0);
}

/** The files of a folder that may have batches in them; the others of what may be all of a person's downloads are left alone. */
function filesToRead(files: readonly File[]): readonly File[] {
  const isArchive = ({ name, size }: File) => /cifar.?10(?!0)/i.test(name) && size <= maxUnpackedBytes;
  return files.filter((file) => file.size === batchBytes || isCalledBatch(file.name) || isArchive(file));
}

/** The texts beside the batches, which are chosen along with them. */
function isCompanion({ data }: Failure): boolean {
  return data.code === 'file-not-cifar10' && data.details.kind === 'cifar10-text';
}

class FilesImport {
  /** Including those that were stored before. */
  batchesFound = 0;
  readonly #environment: ImportEnvironment;
  readonly #missing: Set<BatchName>;
  readonly #totalBytes: number;
  #bytesBefore = 0;

  constructor(environment: ImportEnvironment, missing: Set<BatchName>, totalBytes: number) {
    this.#environment = environment;
    this.#missing = missing;
    this.#totalBytes = totalBytes;
  }

  get isComplete(): boolean {
    return this.#missing.size === 0;
  }

  async take(chosen: Chosen): Promise<void> {
    switch (chosen.kind) {
      case 'file':
        return this.#takeFile(chosen.file);
      case 'folder':
        return this.#takeFolder(chosen.name, chosen.files);
      case 'refused':
        throw new Failure(chosen.failure);
    }
  }

  async #takeFolder(folder: string, files: readonly File[]): Promise<void> {
    const foundBefore = this.batchesFound;
    const failures = await failuresOfEach(filesToRead(files), (file) => this.#takeFile(file));
    const damage = failures.find(({ data }) => data.code !== 'file-not-cifar10');
    if (damage) throw damage;
    if (this.batchesFound > foundBefore || this.isComplete) return;
    const telling = failures.find(
      ({ data }) => data.code === 'file-not-cifar10' && data.details.kind !== null,
    );
    if (telling) throw telling;
    throw new Failure({ code: 'folder-not-cifar10', details: { folder, kind: await kindOfFolder(files) } });
  }

  /** Does not read it where nothing is missing any more. */
  async #takeFile(file: File): Promise<void> {
    this.#environment.signal.throwIfAborted();
    if (this.isComplete) return;
    try {
      const kind = contentKind(await bytesOfFile(file, 0, tellingBytes), file.size);
      if (kind === 'gzip' || kind === 'tar') await this.#takeArchive(file);
      else if (kind === null && file.size <= batchBytes)
        await this.#takeBatch(file.name, await bytesOfFile(file));
      else throw notCifar10(file.name, kind);
    } finally {
      this.#hasRead(file.size);
      this.#bytesBefore += file.size;
    }
  }

  async #takeArchive(file: File): Promise<void> {
    const batches = batchesInArchive(this.#chunksOf(file), file.name);
    const failures = await failuresOfEach(batches, async ({ path, records }) => {
      await this.#takeBatch(path === file.name ? path : `${fileName(path)} in ${file.name}`, records);
      if (this.isComplete) await batches.return();
    });
    if (failures[0]) throw failures[0];
  }

  /** @param content of a file that may be a batch */
  async #takeBatch(file: string, content: Bytes): Promise<void> {
    const name = content.length === batchBytes ? await batchWithChecksumOf(content) : null;
    if (name === null) throw isOfRecords(content) ? damagedBatch(file, content) : notCifar10(file, null);
    this.batchesFound += 1;
    if (!this.#missing.delete(name)) return;
    const summary = summarizeBatch(name, content, pixelSumsOf(content));
    await storeBatch({ records: new Blob([content]), summary }, this.#environment);
  }

  async *#chunksOf(file: File): AsyncGenerator<Bytes, void, void> {
    let bytes = 0;
    for await (const chunk of chunksOfFile(file)) {
      this.#environment.signal.throwIfAborted();
      bytes += chunk.length;
      this.#hasRead(bytes);
      yield chunk;
    }
  }

  /** @param bytes of the present file */
  #hasRead(bytes: number): void {
    this.#environment.onProgress(this.#bytesBefore + bytes, this.#totalBytes);
  }
}

/** Works on one after the other. A failure that concerns only one of them does not stop the others. */
async function failuresOfEach<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  work: (item: Item) => Promise<void>,
): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  for await (const item of items) {
    try {
      await work(item);
    } catch (error) {
      if (!concernsOneFile(error)) throw error;
      failures.push(error);
    }
  }
  return failures;
}

/** What a folder without batches is, if one of its files tells. */
async function kindOfFolder(files: readonly File[]): Promise<ContentKind | null> {
  if (files.length === 0) return 'empty';
  for (const file of files.slice(0, 100)) {
    const start = await bytesOfFile(file, 0, tellingBytes).catch(() => null);
    const kind = start && contentKind(start, file.size);
    if (kind && /^cifar10|matlab/.test(kind)) return kind;
  }
  return null;
}

/** Whether each record begins with the label of a class, as far as there are records: a few at least. */
function isOfRecords(content: Bytes): boolean {
  let records = 0;
  for (let place = 0; place < content.length; place += recordBytes) {
    if ((content[place] ?? 0) >= classNames.length) return false;
    records += 1;
  }
  return records >= 10;
}

function damagedBatch(file: string, { length }: Bytes): Failure {
  const details = { file, bytes: length, expectedBytes: batchBytes };
  return new Failure({ code: 'batch-file-damaged', details });
}
