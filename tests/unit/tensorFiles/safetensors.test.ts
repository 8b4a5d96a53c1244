import { describe, expect, it } from 'vitest';
import { AllocationBudget } from '../../../src/limits/allocationBudget.ts';
import { openSafetensors } from '../../../src/tensorFiles/openSafetensors.ts';
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

  it('with a type that is not read is opened, and that array by itself fails', async () => {
    const odd = { dtype: 'F4', shape: [3], data_offsets: [0, 8] };
    const { arrays } = openSafetensors(fileWith({ odd, a: tensor(8, 16) }, 16), new AllocationBudget());
    expect(arrays.map(({ name, type }) => [name, type])).toEqual([
      ['odd', null],
      ['a', 'float32'],
    ]);
    expect(await failureOf((async () => arrays[0]?.read())())).toEqual({
      code: 'weights-type-unread',
      details: { array: 'odd', type: 'F4' },
    });
  });

  it('whose tensors of an unknown type end before they begin is refused: others could overlap them', async () => {
    const backwards = { dtype: 'F4', shape: [3], data_offsets: [16, 8] };
    expect(await reasonOf(fileWith({ a: tensor(0, 16), backwards, b: tensor(8, 16) }, 16))).toEqual(
      damaged('“backwards” ends before it begins'),
    );
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
