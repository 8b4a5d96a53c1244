import type { Failure } from '../failure.ts';
import { streamChunks } from './streamChunks.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Decompresses a stream as it arrives, with the browser's own decoder.
 *
 * @param format 'deflate' is the zlib format (RFC 1950)
 * @param corrupt makes the failure for content that cannot be decompressed; `isSourceAtEnd` tells that all of it was consumed, so
 *   it is too short rather than wrong
 * @throws Failure what `corrupt` returns; whatever `packed` itself fails with
 */
export async function* inflate(
  packed: AsyncGenerator<Bytes, void, void>,
  format: 'gzip' | 'deflate',
  corrupt: (isSourceAtEnd: boolean, cause: unknown) => Failure,
): AsyncGenerator<Bytes, void, void> {
  const { readable, writable } = new DecompressionStream(format);
  const writer = writable.getWriter();
  const feed = new Feed();
  const feeding = feed.run(packed, writer);
  try {
    yield* streamChunks(readable);
  } catch (cause) {
    if (feed.sourceError !== undefined) throw feed.sourceError;
    throw corrupt(feed.isSourceAtEnd, cause);
  } finally {
    // A consumer that stops early needs no more input either.
    await writer.abort().catch(() => {});
    await feeding;
  }
}

/**
 * Feeds the decoder. Its error messages differ between browsers and do not tell wrong input from truncated input; whether it had
 * consumed all of the input when it failed does.
 */
class Feed {
  isSourceAtEnd = false;
  sourceError: unknown;

  async run(packed: AsyncGenerator<Bytes, void, void>, writer: WritableStreamDefaultWriter<BufferSource>) {
    try {
      for await (const chunk of this.#watched(packed)) await writer.write(chunk);
      this.isSourceAtEnd = true;
      await writer.close();
    } catch (error) {
      // The readable side fails with the same error.
      await writer.abort(error).catch(() => {});
    }
  }

  async *#watched(packed: AsyncGenerator<Bytes, void, void>) {
    try {
      yield* packed;
    } catch (error) {
      this.sourceError = error;
      throw error;
    }
  }
}
