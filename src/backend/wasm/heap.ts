/** Allocations start at cache lines. */
const alignment = 64;
const pageBytes = 65_536;

interface Block {
  readonly start: number;
  readonly size: number;
}

/**
 * Allocates and frees parts of a WebAssembly memory: first fit; adjacent free blocks are merged. Training asks for the same few
 * dozen sizes at every step, so the list stays short and the memory stops growing after the first.
 */
export class Heap {
  readonly memory: WebAssembly.Memory;
  /** Ascending by start; no two are adjacent. */
  readonly #free: Block[] = [];
  readonly #used = new Map<number, number>();
  readonly #kept = new Set<number>();
  /** Every growth of the memory gives it a new buffer. */
  readonly #keptBuffers = new WeakSet<ArrayBufferLike>();
  #end: number;

  /** @param start the first address to allocate; nothing below it is ever handed out */
  constructor(memory: WebAssembly.Memory, start: number) {
    this.memory = memory;
    this.#end = aligned(start);
  }

  /** Bytes in use. */
  get usedBytes(): number {
    return [...this.#used.values()].reduce((total, size) => total + size, 0);
  }

  /**
   * Copies the bytes into the memory until `releaseKept`. Growth of a memory that is not shared would invalidate the copy, so
   * there the bytes themselves are returned.
   */
  keep(bytes: Uint8Array): Uint8Array {
    if (!isShared(this.memory)) return bytes;
    const start = this.allocate(bytes.length);
    const { buffer } = this.memory;
    const copy = new Uint8Array(buffer, start, bytes.length);
    copy.set(bytes);
    this.#kept.add(start);
    this.#keptBuffers.add(buffer);
    return copy;
  }

  /** Frees what was kept, which must not be used afterwards. */
  releaseKept(): void {
    for (const start of this.#kept) this.release(start);
    this.#kept.clear();
  }

  /** The address of kept bytes, or of a part of them; null for any others. */
  addressOf(bytes: Uint8Array): number | null {
    return this.#keptBuffers.has(bytes.buffer) ? bytes.byteOffset : null;
  }

  /**
   * @returns where the bytes start; what they hold is undefined
   * @throws RangeError where the memory cannot grow
   */
  allocate(bytes: number): number {
    const size = aligned(Math.max(bytes, 1));
    const index = this.#free.findIndex((block) => block.size >= size);
    const block = this.#free[index];
    const start = block ? this.#takeFrom(index, block, size) : this.#grow(size);
    this.#used.set(start, size);
    return start;
  }

  release(start: number): void {
    const size = this.#used.get(start);
    if (size === undefined) throw new RangeError(`nothing is allocated at ${start}`);
    this.#used.delete(start);
    const after = this.#free.findIndex((block) => block.start > start);
    const index = after < 0 ? this.#free.length : after;
    const next = this.#free[index];
    const before = this.#free[index - 1];
    const joinsNext = next?.start === start + size;
    const joinsBefore = before !== undefined && before.start + before.size === start;
    const first = joinsBefore ? before.start : start;
    const end = joinsNext ? next.start + next.size : start + size;
    this.#free.splice(index - Number(joinsBefore), Number(joinsBefore) + Number(joinsNext), {
      start: first,
      size: end - first,
    });
  }

  #takeFrom(index: number, { start, size }: Block, taken: number): number {
    const rest = size > taken ? [{ start: start + taken, size: size - taken }] : [];
    this.#free.splice(index, 1, ...rest);
    return start;
  }

  #grow(size: number): number {
    const start = this.#end;
    const missing = start + size - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / pageBytes));
    this.#end = start + size;
    return start;
  }
}

/** Pages that are not cross-origin isolated have no SharedArrayBuffer. */
function isShared({ buffer }: WebAssembly.Memory): boolean {
  return typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}
