import { Failure } from '../failure.ts';
import { ByteReader } from './byteReader.ts';
import { type BatchName, batchBytes, batchNames } from './cifar10.ts';
import { inflate } from './inflate.ts';
import { streamChunks } from './streamChunks.ts';
import { readTarHeader, tarBlockBytes } from './tarHeader.ts';

/** A batch from an archive, not verified yet. */
export interface ArchivedBatch {
  readonly name: BatchName;
  /** 30,730,000 bytes */
  readonly records: Uint8Array<ArrayBuffer>;
}

/** The official archive unpacks to 184 MB. The limit guards against decompression bombs. */
const maxUnpackedBytes = 256_000_000;

/**
 * Yields the batches of `cifar-10-binary.tar.gz` in the order of the archive, one at a time; nothing else of the archive is kept
 * in memory. Reading ends with the last batch that is wanted.
 *
 * A tar is a sequence of files, each a header of 512 bytes and the content, padded to whole blocks of 512; a block of zeros ends
 * it. Source: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html (ustar interchange format)
 *
 * @param file its name, for the failure
 * @param wanted which batches to yield; the others are skipped
 * @throws Failure `archive-truncated`, `archive-damaged`; `file-not-cifar10` where it is no tar, or one without any batch;
 *   whatever the stream itself fails with
 */
export async function* batchesInArchive(
  archive: ReadableStream<Uint8Array<ArrayBuffer>>,
  file: string,
  wanted: ReadonlySet<BatchName>,
): AsyncGenerator<ArchivedBatch, void, void> {
  const unpacked = inflate(streamChunks(archive), 'gzip', (isSourceAtEnd, cause) => {
    const code = isSourceAtEnd ? 'archive-truncated' : 'archive-damaged';
    return new Failure({ code, details: { file } }, { cause });
  });
  try {
    yield* batchesInTar(new ByteReader(limited(unpacked, file)), file, new Set(wanted));
  } finally {
    await unpacked.return();
  }
}

async function* limited(
  unpacked: AsyncGenerator<Uint8Array<ArrayBuffer>, void, void>,
  file: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  let bytes = 0;
  for await (const chunk of unpacked) {
    bytes += chunk.length;
    if (bytes > maxUnpackedBytes) throw damaged(file);
    yield chunk;
  }
}

async function* batchesInTar(
  tar: ByteReader,
  file: string,
  missing: Set<BatchName>,
): AsyncGenerator<ArchivedBatch, void, void> {
  const truncated = () => new Failure({ code: 'archive-truncated', details: { file } });
  let entries = 0;
  let batches = 0;
  while (missing.size > 0 && !(await tar.isAtEnd())) {
    const block = await tar.read(tarBlockBytes);
    if (!block) throw entries === 0 ? notCifar10(file) : truncated();
    const header = readTarHeader(block);
    if (header === 'end') break;
    if (header === 'invalid') throw entries === 0 ? notCifar10(file) : damaged(file);
    entries += 1;

    const name = batchNameOf(header.path);
    // The stated size is untrusted and must not determine how much memory is allocated.
    if (name && header.size !== batchBytes) throw damaged(file);
    if (name) batches += 1;
    const padding = paddingAfter(header.size);
    if (name && missing.delete(name)) {
      const records = await tar.read(batchBytes);
      if (!records) throw truncated();
      yield { name, records };
      if (!(await tar.skip(padding)) && missing.size > 0) throw truncated();
    } else if (!(await tar.skip(header.size + padding))) {
      throw truncated();
    }
  }
  if (batches === 0 && missing.size > 0) throw notCifar10(file);
}

function batchNameOf(path: string): BatchName | undefined {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return batchNames.find((name) => file === `${name}.bin`);
}

function paddingAfter(size: number): number {
  return (tarBlockBytes - (size % tarBlockBytes)) % tarBlockBytes;
}

function damaged(file: string): Failure {
  return new Failure({ code: 'archive-damaged', details: { file } });
}

function notCifar10(file: string): Failure {
  return new Failure({ code: 'file-not-cifar10', details: { file } });
}
