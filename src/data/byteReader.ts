/** Reads given numbers of bytes from chunks that come as they like. Holds one chunk at a time. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(chunks: AsyncIterator<Uint8Array>) {
    this.#chunks = chunks;
  }

  /** The next `length` bytes; null where the stream ends before. */
  async read(length: number): Promise<Uint8Array<ArrayBuffer> | null> {
    const bytes = new Uint8Array(length);
    const isWhole = await this.#walk(length, (part, offset) => bytes.set(part, offset));
    return isWhole ? bytes : null;
  }

  /** Whether there were that many bytes to leave out. */
  async skip(length: number): Promise<boolean> {
    return this.#walk(length, () => {});
  }

  async isAtEnd(): Promise<boolean> {
    return !(await this.#hasBytes());
  }

  async #walk(length: number, visit: (part: Uint8Array, offset: number) => void): Promise<boolean> {
    for (let offset = 0; offset < length; ) {
      if (!(await this.#hasBytes())) return false;
      const part = this.#rest.subarray(0, length - offset);
      visit(part, offset);
      this.#rest = this.#rest.subarray(part.length);
      offset += part.length;
    }
    return true;
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
