import { FlateErrorCode, Gunzip } from 'fflate';
import type { Failure } from '../failure.ts';
import { maxSilentBytes } from '../limits/readingLimits.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** What is decoded at once: it may become a thousand times as long, 68 MB. */
const pieceBytes = 65_536;

/**
 * Unpacks a gzip file as it arrives, all of its members (RFC 1952). As in gzip itself, anything behind the last member is ignored.
 * Checksums are not verified.
 *
 * Browsers' own decoders reject what follows the first member, each of them at another moment:
 * https://github.com/whatwg/compression/issues/76
 *
 * @param packed begins with the header of a member
 * @param corrupt makes the failure for content that cannot be unpacked; `isTruncated` tells that it is too short rather than wrong
 * @throws Failure what `corrupt` returns; whatever `packed` itself fails with
 */
export async function* gunzip(
  packed: AsyncGenerator<Bytes, void, void>,
  corrupt: (isTruncated: boolean, cause: unknown) => Failure,
): AsyncGenerator<Bytes, void, void> {
  const decoder = new Decoder();
  for await (const chunk of packed) {
    for (let start = 0; start < chunk.length && !decoder.hasEnded; start += pieceBytes) {
      yield* decoder.push(chunk.subarray(start, start + pieceBytes));
    }
    if (decoder.hasEnded) break;
  }
  if (decoder.error !== null) throw corrupt(false, decoder.error);
  if (!decoder.isWhole()) throw corrupt(true, null);
}

/** fflate's decoder, which calls back and throws, as one that tells. */
class Decoder {
  error: unknown = null;
  /** Nothing that follows is a member, or nothing can be decoded any more. */
  hasEnded = false;
  #members = 1;
  /** Since something was unpacked. fflate keeps a header until its end, and reads it anew with every piece. */
  #silentBytes = 0;
  #unpacked: Bytes[] = [];
  readonly #gunzip = new Gunzip((piece) => this.#unpacked.push(piece));

  constructor() {
    this.#gunzip.onmember = () => {
      this.#members += 1;
    };
  }

  /** What could be unpacked, which may be something also where there is an error. */
  push(packed: Bytes): readonly Bytes[] {
    this.#unpacked = [];
    try {
      this.#gunzip.push(packed);
    } catch (error) {
      this.hasEnded = true;
      // It is about what follows a member: the header of the first one has been looked at.
      if (codeOf(error) !== FlateErrorCode.InvalidHeader) this.error = error;
    }
    const pieces = this.#unpacked.filter(({ length }) => length > 0);
    this.#silentBytes = pieces.length > 0 ? 0 : this.#silentBytes + packed.length;
    if (this.#silentBytes > maxSilentBytes) {
      this.hasEnded = true;
      this.error = new RangeError('nothing is unpacked any more');
    }
    return pieces;
  }

  /** Whether the last member is complete, which fflate does not always notice: the header of another one is taken as such then. */
  isWhole(): boolean {
    const before = this.#members;
    if (!this.hasEnded) this.push(header);
    return this.#members > before || (this.hasEnded && this.error === null);
  }
}

const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}
