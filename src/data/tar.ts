import type { Failure } from '../failure.ts';
import type { ByteReader } from './byteReader.ts';
import { isLastSparseBlock, readTarHeader, type TarHeader, tarBlockBytes } from './tarHeader.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A file in a tar. Its content can be read until the next file is asked for. */
export interface TarredFile {
  readonly path: string;
  readonly size: number;
  /** The first bytes; fewer where the file or the tar is shorter. */
  readonly peek: (length: number) => Promise<Bytes>;
  /** The content, `size` bytes, once. Throws a failure where the tar ends within it. */
  readonly read: () => Promise<Bytes>;
}

/** A path, or attributes, that are longer would be an attack on the memory. */
const maxAttributeBytes = 1_000_000;

/**
 * Yields the files of a tar in its order: of any program, with long paths and attributes of GNU tar and pax, without links,
 * directories and devices. Tars that follow one another are read as one, and anything behind the last one is ignored.
 *
 * A tar is a sequence of files, each a header of 512 bytes and the content, padded to whole blocks of 512; two blocks of zeros, or
 * nothing, end it. Source: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html (pax and ustar interchange formats)
 *
 * @param broken makes the failure of a tar that is damaged, or ends early
 * @throws Failure what `broken` returns; whatever the tar itself fails with
 */
export async function* filesInTar(
  tar: ByteReader,
  broken: (how: 'damaged' | 'truncated') => Failure,
): AsyncGenerator<TarredFile, void, void> {
  const global: Attributes = {};
  let next: Attributes = {};
  let isBehindEnd = false;
  while (!(await tar.isAtEnd())) {
    const header = await nextHeader(tar);
    if (header === 'end') isBehindEnd = true;
    if (header === 'end') continue;
    if (typeof header === 'string' && isBehindEnd) return;
    if (typeof header === 'string') throw broken(header);
    isBehindEnd = false;
    if (header.kind === 'file' || header.kind === 'other') {
      const { path = header.path, size: stated = header.size } = { ...global, ...next };
      const size = header.hasContent ? stated : 0;
      next = {};
      const content = new Content(tar, size, () => broken('truncated'));
      if (header.kind === 'file') yield { path, size, peek: content.peek, read: content.read };
      await content.skip();
    } else {
      if (header.size > maxAttributeBytes) throw broken('damaged');
      const content = new Content(tar, header.size, () => broken('truncated'));
      const read = attributesIn(header.kind, await content.read());
      if (!read) throw broken('damaged');
      Object.assign(header.kind === 'pax-global' ? global : next, read);
      await content.skip();
    }
  }
}

async function nextHeader(tar: ByteReader): Promise<TarHeader | 'end' | 'damaged' | 'truncated'> {
  const block = await tar.read(tarBlockBytes);
  if (!block) return 'truncated';
  const header = readTarHeader(block);
  if (header === 'invalid') return 'damaged';
  if (header === 'end' || !header.isContinued) return header;
  for (let more = await tar.read(tarBlockBytes); ; more = await tar.read(tarBlockBytes)) {
    if (!more) return 'truncated';
    if (isLastSparseBlock(more)) return header;
  }
}

/** The content of a file, and the padding behind it. */
class Content {
  readonly #tar: ByteReader;
  readonly #size: number;
  readonly #truncated: () => Failure;
  #left: number;

  constructor(tar: ByteReader, size: number, truncated: () => Failure) {
    this.#tar = tar;
    this.#size = size;
    this.#truncated = truncated;
    this.#left = size + ((tarBlockBytes - (size % tarBlockBytes)) % tarBlockBytes);
  }

  readonly peek = (length: number): Promise<Bytes> => this.#tar.peek(Math.min(length, this.#size));

  readonly read = async (): Promise<Bytes> => {
    this.#left -= this.#size;
    const content = await this.#tar.read(this.#size);
    if (!content) throw this.#truncated();
    return content;
  };

  /** Skips what was not read. */
  async skip(): Promise<void> {
    // The padding of the last file may be missing.
    const isWhole = (await this.#tar.skip(this.#left)) || this.#left < tarBlockBytes;
    if (!isWhole) throw this.#truncated();
  }
}

/** What is said of a file before its own header. */
interface Attributes {
  readonly path?: string;
  readonly size?: number;
}

/** @returns null where they are damaged */
function attributesIn(kind: 'pax' | 'pax-global' | 'long-path', content: Bytes): Attributes | null {
  if (kind !== 'long-path') return paxAttributes(content);
  const [path = ''] = new TextDecoder().decode(content).split('\0');
  return { path };
}

/** Records of the form `30 path=data_batch_1.bin\n`, where 30 is the record's own length in bytes. */
function paxAttributes(content: Bytes): Attributes | null {
  const attributes: { path?: string; size?: number } = {};
  for (let rest = content; rest.length > 0 && rest[0] !== 0; ) {
    const [, digits] = /^(\d{1,7}) /.exec(new TextDecoder().decode(rest.subarray(0, 8))) ?? [];
    const length = Number(digits);
    const record = new TextDecoder().decode(rest.subarray((digits?.length ?? 0) + 1, length));
    const [, key, value = ''] = /^([^=]+)=(.*)\n$/s.exec(record) ?? [];
    if (digits === undefined || length > rest.length || key === undefined) return null;
    if (key === 'path') attributes.path = value;
    if (key === 'size') attributes.size = Number(value);
    if (!Number.isSafeInteger(attributes.size ?? 0) || (attributes.size ?? 0) < 0) return null;
    rest = rest.subarray(length);
  }
  return attributes;
}
