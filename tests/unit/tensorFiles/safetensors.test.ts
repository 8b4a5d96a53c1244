import { describe, expect, it } from 'vitest';
import { decodeSafetensors } from '../../../src/tensorFiles/safetensors.ts';
import { failureOf } from '../../fixtures/importing.ts';

function fileWith(header: unknown, dataBytes: number): Uint8Array<ArrayBuffer> {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return new Uint8Array(Buffer.concat([length, text, Buffer.alloc(dataBytes)]));
}

const tensor = (begin: number, end: number) => ({
  dtype: 'F32',
  shape: [(end - begin) / 4],
  data_offsets: [begin, end],
});
const reasonOf = (file: Uint8Array) => failureOf((async () => decodeSafetensors(file))());
const damaged = (reason: string) => ({ code: 'weights-file-damaged', details: { reason } });

describe('a safetensors file', () => {
  it('whose tensors lie in any order is read', () => {
    const { tensors } = decodeSafetensors(fileWith({ b: tensor(8, 24), a: tensor(0, 8) }, 24));
    expect(tensors.map(({ name, values }) => [name, values.length])).toEqual([
      ['b', 4],
      ['a', 2],
    ]);
  });

  it('is read without its integers, such as PyTorch’s counts of batches', () => {
    const count = { dtype: 'I64', shape: [], data_offsets: [0, 8] };
    const { tensors } = decodeSafetensors(fileWith({ count, a: tensor(8, 16) }, 16));
    expect(tensors.map(({ name }) => name)).toEqual(['a']);
  });

  it('whose tensors overlap is refused before anything is copied: each could claim the whole file', async () => {
    const entries = Array.from({ length: 1_000 }, (_, index) => [`t${index}`, tensor(0, 40_000_000)]);
    const before = process.memoryUsage().arrayBuffers;
    expect(await reasonOf(fileWith(Object.fromEntries(entries), 40_000_000))).toEqual(
      damaged('the tensors do not fill the file'),
    );
    // The file itself, twice while it is made.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200_000_000);
  });

  it('with a hole between its tensors is refused', async () => {
    expect(await reasonOf(fileWith({ a: tensor(0, 8), b: tensor(12, 16) }, 16))).toEqual(
      damaged('the tensors do not fill the file'),
    );
  });

  it('with thousands of tensors is refused', async () => {
    const entries = Array.from({ length: 1_001 }, (_, index) => [`t${index}`, tensor(0, 0)]);
    expect(await reasonOf(fileWith(Object.fromEntries(entries), 0))).toEqual(
      damaged('it has too many tensors'),
    );
  });
});
