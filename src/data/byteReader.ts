/** Reads given numbers of bytes from chunks of any size. It holds one chunk at a time. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array<ArrayBuffer>>;
  #rest = new Uint8Array(0);

  constructor(chunks: AsyncIterator<Uint8Array<ArrayBuffer>>) {
    this.#chunks = chunks;
  }

  /** The next `length` bytes; null where the stream ends early. */
  async read(length: number): Promise<Uint8Array<ArrayBuffer> | null> {
    const bytes = new Uint8Array(length);
    let offset = 0;
    for await (const part of this.parts(length)) {
      bytes.set(part, offset);
      offset += part.length;
    }
    return offset === length ? bytes : null;
  }

  /** Skips bytes; returns whether there were that many. */
  async skip(length: number): Promise<boolean> {
    let skipped = 0;
    for await (const part of this.parts(length)) skipped += part.length;
    return skipped === length;
  }

  /** The next `length` bytes as parts of the chunks, without copying; fewer where the stream ends early. */
  async *parts(length: number): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
    for (let left = length; left > 0 && (await this.#hasBytes()); ) {
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  async isAtEnd(): Promise<boolean> {
    return !(await this.#hasBytes());
  }

  async #hasBytes(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next();
      if (next.done) return false;
      this.#rest = next.value;
    }
    return true;
  }
}
