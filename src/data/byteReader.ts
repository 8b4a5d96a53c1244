type Bytes = Uint8Array<ArrayBuffer>;

/** Reads given numbers of bytes from chunks of any size. It holds one chunk at a time, and what was peeked. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Bytes>;
  #rest: Bytes = new Uint8Array(0);

  constructor(chunks: AsyncIterator<Bytes>) {
    this.#chunks = chunks;
  }

  /** The next `length` bytes without reading past them; fewer where the stream ends early. */
  async peek(length: number): Promise<Bytes> {
    while (this.#rest.length < length) {
      const next = await this.#chunks.next();
      if (next.done) break;
      const both = new Uint8Array(this.#rest.length + next.value.length);
      both.set(this.#rest);
      both.set(next.value, this.#rest.length);
      this.#rest = both;
    }
    return this.#rest.slice(0, length);
  }

  /** The next `length` bytes; null where the stream ends early. */
  async read(length: number): Promise<Bytes | null> {
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
  async *parts(length: number): AsyncGenerator<Bytes, void, void> {
    for (let left = length; left > 0 && (await this.#hasBytes()); ) {
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  /** Everything that is left, without copying. */
  rest(): AsyncGenerator<Bytes, void, void> {
    return this.parts(Number.POSITIVE_INFINITY);
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
