/**
 * The chunks of a stream, one after the other. Who stops early cancels the stream.
 * (Safari learned to iterate over streams by itself only with version 26.)
 */
export async function* streamChunks<Chunk>(stream: ReadableStream<Chunk>): AsyncGenerator<Chunk, void, void> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    // On a stream that ended by itself this does nothing; one that failed has reported its error already.
    await reader.cancel().catch(() => {});
  }
}
