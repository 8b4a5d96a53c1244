/**
 * Iterates over the chunks of a stream. Cancelling the iteration cancels the stream. (Safari supports iterating over streams only
 * since version 26.)
 */
export async function* streamChunks<Chunk>(stream: ReadableStream<Chunk>): AsyncGenerator<Chunk, void, void> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    // This does nothing on a stream that has ended; one that failed has already reported its error.
    await reader.cancel().catch(() => {});
  }
}
