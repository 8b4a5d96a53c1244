import { Failure } from '../failure.ts';
import { streamChunks } from './streamChunks.ts';

/**
 * Unpacks a gzip stream as it arrives.
 *
 * @param file its name, for the failure
 * @throws Failure `archive-truncated`, `archive-damaged`; whatever the stream itself fails with
 */
export async function* gunzip(
  packed: ReadableStream<Uint8Array<ArrayBuffer>>,
  file: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter();
  const feed = new Feed();
  const feeding = feed.run(packed, writer);
  try {
    yield* streamChunks(readable);
  } catch (cause) {
    if (feed.sourceError !== undefined) throw feed.sourceError;
    const code = feed.isSourceAtEnd ? 'archive-truncated' : 'archive-damaged';
    throw new Failure({ code, details: { file } }, { cause });
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

  async run(
    packed: ReadableStream<Uint8Array<ArrayBuffer>>,
    writer: WritableStreamDefaultWriter<BufferSource>,
  ) {
    const chunks = this.#watched(packed);
    try {
      for await (const chunk of chunks) await writer.write(chunk);
      this.isSourceAtEnd = true;
      await writer.close();
    } catch (error) {
      // The reading side fails with it.
      await writer.abort(error).catch(() => {});
    }
  }

  async *#watched(packed: ReadableStream<Uint8Array<ArrayBuffer>>) {
    try {
      yield* streamChunks(packed);
    } catch (error) {
      this.sourceError = error;
      throw error;
    }
  }
}
