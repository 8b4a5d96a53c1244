import { Failure } from '../failure.ts';
import { streamChunks } from './streamChunks.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The bytes of a file that a person chose.
 *
 * @throws Failure `file-unreadable` where it has been changed, moved or deleted since, or may not be read
 */
export function bytesOfFile(file: File, start?: number, end?: number): Promise<Bytes> {
  return readable(file, async () => new Uint8Array(await file.slice(start, end).arrayBuffer()));
}

/**
 * The same, as they are read.
 *
 * @throws Failure `file-unreadable`
 */
export async function* chunksOfFile(file: File): AsyncGenerator<Bytes, void, void> {
  const chunks = streamChunks(file.stream());
  try {
    for (;;) {
      const next = await readable(file, () => chunks.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await chunks.return();
  }
}

async function readable<Value>({ name }: File, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof DOMException)) throw cause;
    throw new Failure({ code: 'file-unreadable', details: { file: name } }, { cause });
  }
}
