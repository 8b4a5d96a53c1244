import type { Failure } from '../failure.ts';
import { streamChunks } from './streamChunks.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Unpacks a stream as it arrives, by the browser's own inflater.
 *
 * @param format 'deflate' is the zlib format (RFC 1950)
 * @param corrupt the failure where the content cannot be unpacked; `isSourceAtEnd` says that all of it was taken, so that
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
    // Who stops reading early needs no more input either.
    await writer.abort().catch(() => {});
    await feeding;
  }
}

/**
 * Gives the inflater its input. Its errors say only in words, other ones in each browser, whether the input is wrong or
 * too short; what tells is whether it had taken all of it when it failed.
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
      // The reading side fails with it.
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
