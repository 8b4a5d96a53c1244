import { describe, expect, it } from 'vitest';
import { Heap } from '../../../src/backend/wasm/heap.ts';
import { randomStream } from '../../../src/random/random.ts';

function heap(): Heap {
  return new Heap(new WebAssembly.Memory({ initial: 1, maximum: 100 }), 1_000);
}

describe('the heap', () => {
  it('gives whole cache lines above its start, and no byte twice', () => {
    const random = randomStream(1, 'heap');
    const ours = heap();
    const blocks: { start: number; size: number }[] = [];
    for (let round = 0; round < 2_000; round++) {
      if (blocks.length > 20) ours.release(blocks.splice(random.below(blocks.length), 1)[0]?.start ?? 0);
      const size = 1 + random.below(20_000);
      const start = ours.allocate(size);
      expect(start % 64).toBe(0);
      expect(start).toBeGreaterThanOrEqual(1_000);
      for (const block of blocks) {
        expect(start + size <= block.start || block.start + block.size <= start).toBe(true);
      }
      blocks.push({ start, size });
    }
  });

  it('joins what was freed, so that a large block fits where small ones were', () => {
    const ours = heap();
    const blocks = [1, 2, 3, 4].map(() => ours.allocate(10_000));
    const bytes = ours.memory.buffer.byteLength;
    for (const index of [1, 3, 0, 2]) ours.release(blocks[index] ?? 0);
    expect(ours.allocate(40_000)).toBe(blocks[0]);
    expect(ours.memory.buffer.byteLength).toBe(bytes);
    expect(ours.usedBytes).toBeGreaterThanOrEqual(40_000);
  });

  it('grows its memory when it must, and says so when it cannot', () => {
    const ours = heap();
    ours.allocate(1_000_000);
    expect(ours.memory.buffer.byteLength).toBeGreaterThan(1_000_000);
    expect(() => ours.allocate(10_000_000)).toThrow(RangeError);
  });

  it('refuses to take back what it did not give', () => {
    expect(() => heap().release(64)).toThrow(RangeError);
  });
});
