import type { Failure } from '../failure.ts';
import { streamChunks } from './streamChunks.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Decompresses a stream in the zlib format (RFC 1950) as it arrives, with the browser's own decoder.
 *
 * @param corrupt makes the failure for content that cannot be decompressed
 * @throws Failure what `corrupt` returns; whatever `packed` itself fails with
 */
export async function* inflate(
  packed: AsyncGenerator<Bytes, void, void>,
  corrupt: (cause: unknown) => Failure,
): AsyncGenerator<Bytes, void, void> {
  const { readable, writable } = new DecompressionStream('deflate');
  const writer = writable.getWriter();
  const feed = new Feed();
  const feeding = feed.run(packed, writer);
  try {
    yield* streamChunks(readable);
  } catch (cause) {
    if (feed.sourceError !== undefined) throw feed.sourceError;
    throw corrupt(cause);
  } finally {
    // A consumer that stops early needs no more input either.
    await writer.abort().catch(() => {});
    await feeding;
  }
}

/** Feeds the decoder, and tells its errors from those of the input. */
class Feed {
  sourceError: unknown;

  async run(packed: AsyncGenerator<Bytes, void, void>, writer: WritableStreamDefaultWriter<BufferSource>) {
    try {
      for await (const chunk of this.#watched(packed)) await writer.write(chunk);
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
