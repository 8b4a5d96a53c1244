import { type ContentKind, Failure } from '../failure.ts';
import { maxArchivedFiles, maxPackings, maxUnpackedBytes } from '../limits/readingLimits.ts';
import { ByteReader } from './byteReader.ts';
import { batchBytes } from './cifar10.ts';
import { contentKind, tellingBytes } from './contentKind.ts';
import { gunzip } from './gunzip.ts';
import { filesInTar, type TarredFile } from './tar.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A file from an archive that is as long as a batch; its content is not verified yet. */
export interface ArchivedBatch {
  /** Only a name: which batch it is, its content tells. */
  readonly path: string;
  /** 30,730,000 bytes */
  readonly records: Bytes;
}

/**
 * Yields what may be batches in a tar, packed with gzip or not, or in a packed file without a tar, in the order of the archive, one
 * at a time; nothing else of the archive is kept in memory. What the archive is, its content tells.
 *
 * @param archive as long as nothing more is wanted, it is read no further
 * @param file its name, for the failures
 * @throws Failure `archive-truncated`, `archive-damaged`, `archive-too-large`; `file-not-cifar10` where nothing may be a batch;
 *   whatever the stream itself fails with
 */
export async function* batchesInArchive(
  archive: AsyncGenerator<Bytes, void, void>,
  file: string,
): AsyncGenerator<ArchivedBatch, void, void> {
  const broken = (how: 'damaged' | 'truncated') => new Failure({ code: `archive-${how}`, details: { file } });
  try {
    const content = await unpacked(new ByteReader(archive), file, broken);
    const kind = contentKind(await content.peek(tellingBytes), null);
    if (kind === 'tar') yield* batchesInTar(content, file, broken);
    else yield { path: file, records: await onlyBatch(content, kind, file) };
  } finally {
    await archive.return();
  }
}

async function unpacked(
  packed: ByteReader,
  file: string,
  broken: (how: 'damaged' | 'truncated') => Failure,
): Promise<ByteReader> {
  let content = new ByteReader(limited(packed.rest(), file));
  for (let packings = 0; packings < maxPackings; packings++) {
    if (contentKind(await content.peek(tellingBytes), null) !== 'gzip') break;
    const inner = gunzip(content.rest(), (isTruncated) => broken(isTruncated ? 'truncated' : 'damaged'));
    content = new ByteReader(limited(inner, file));
    // A packed file that is cut off has failed by now.
    if (await content.isAtEnd()) throw notCifar10(file, 'empty-gzip');
  }
  return content;
}

async function* limited(
  content: AsyncGenerator<Bytes, void, void>,
  file: string,
): AsyncGenerator<Bytes, void, void> {
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    if (bytes > maxUnpackedBytes) {
      throw new Failure({ code: 'archive-too-large', details: { file, limitBytes: maxUnpackedBytes } });
    }
    yield chunk;
  }
}

async function* batchesInTar(
  tar: ByteReader,
  file: string,
  broken: (how: 'damaged' | 'truncated') => Failure,
): AsyncGenerator<ArchivedBatch, void, void> {
  let files = 0;
  let batches = 0;
  let otherKind: ContentKind = 'tar';
  let isDamaged = false;
  for await (const tarred of filesInTar(tar, broken)) {
    files += 1;
    if (files > maxArchivedFiles) break;
    if (tarred.size === batchBytes) {
      batches += 1;
      yield { path: tarred.path, records: await tarred.read() };
    } else {
      isDamaged ||= isCalledBatch(fileName(tarred.path));
      otherKind = await tellingKind(tarred, otherKind);
    }
  }
  if (isDamaged) throw broken('damaged');
  if (batches === 0) throw notCifar10(file, otherKind);
}

/** What an archive is, as far as one of its files tells; pictures, texts and the like in it tell nothing. */
async function tellingKind({ peek, size }: TarredFile, before: ContentKind): Promise<ContentKind> {
  const kind = contentKind(await peek(tellingBytes), size);
  return kind !== null && /python|cifar100|matlab|gzip|zip/.test(kind) ? kind : before;
}

/** Whether a file is called as one of the official ones, in any case, or as a browser calls a second copy: `test_batch (1).bin`. */
export function isCalledBatch(name: string): boolean {
  return /^(data_batch_[1-5]|test_batch)( ?\(\d+\)| copy)?\.bin$/i.test(name);
}

/** Without the folders. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

async function onlyBatch(content: ByteReader, kind: ContentKind | null, file: string): Promise<Bytes> {
  const records = kind === null ? await content.read(batchBytes) : null;
  if (!records || !(await content.isAtEnd())) throw notCifar10(file, kind);
  return records;
}

/** @param kind null where the content tells nothing */
export function notCifar10(file: string, kind: ContentKind | null): Failure {
  return new Failure({ code: 'file-not-cifar10', details: { file, kind } });
}
