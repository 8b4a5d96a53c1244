import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { AllocationBudget } from '../../../src/limits/allocationBudget.ts';
import { maxWeightsBytes } from '../../../src/limits/readingLimits.ts';
import { decodeNpz } from '../../../src/tensorFiles/npz.ts';
import { unzipped, zipEntries } from '../../../src/tensorFiles/zipEntries.ts';
import { hiddenBiases, npyFile } from '../../fixtures/foreignNetwork.ts';
import { failureOf } from '../../fixtures/importing.ts';
import { type LyingEntry, lyingZip, npzBomb } from '../../fixtures/lyingZip.ts';

const text = new Uint8Array(Buffer.from('some numbers, some numbers, some numbers'));
const stored: LyingEntry = { name: 'a.npy', packed: text };
const deflated = {
  name: 'b.npy',
  packed: new Uint8Array(deflateRawSync(text)),
  method: 8,
  statedBytes: text.length,
};

function contentsOf(
  archive: Uint8Array,
  budget = new AllocationBudget(),
): readonly (readonly [string, string])[] {
  return zipEntries(archive).map(
    (entry) => [entry.name, Buffer.from(unzipped(entry, budget)).toString()] as const,
  );
}

const reasonOf = async (entries: readonly LyingEntry[], budget?: AllocationBudget) => {
  const failure = await failureOf((async () => contentsOf(lyingZip(entries), budget))());
  return failure;
};
const damaged = (reason: string) => ({ code: 'weights-file-damaged', details: { reason } });

describe('a zip', () => {
  it('has files that are stored, and files that are deflated', () => {
    const both = [
      ['a.npy', text],
      ['b.npy', text],
    ].map(([name, bytes]) => [name, Buffer.from(bytes ?? '').toString()]);
    expect(contentsOf(lyingZip([stored, deflated]))).toEqual(both);
    const wide = [stored, deflated].map((entry) => ({ ...entry, isWide: true }));
    expect(contentsOf(lyingZip(wide)), 'with numbers of 64 bits').toEqual(both);
  });

  it('has files of nothing', () => {
    const nothing = { name: 'a.npy', packed: new Uint8Array(deflateRawSync('')), method: 8, statedBytes: 0 };
    const empty = { name: 'b.npy', packed: new Uint8Array(0) };
    expect(contentsOf(lyingZip([nothing, empty]))).toEqual([
      ['a.npy', ''],
      ['b.npy', ''],
    ]);
  });

  it.each<[string, readonly LyingEntry[], string]>([
    [
      'names the same bytes twice',
      [stored, { ...stored, name: 'c.npy', sharedWith: 0 }],
      '“a.npy” and “c.npy” are in the same place',
    ],
    [
      'has a file within another',
      [
        { ...stored, name: 'outer.npy', packed: lyingZip([stored]) },
        { ...stored, sharedWith: 0, shift: 39 },
      ],
      '“outer.npy” and “a.npy” are in the same place',
    ],
    ['has a name twice', [stored, stored], 'it has “a.npy” twice'],
    [
      'states less than is stored',
      [{ ...stored, statedBytes: 0 }],
      '“a.npy” cannot have the size that it states',
    ],
    [
      'states more than deflate can make of so little',
      [{ ...deflated, statedBytes: 2 ** 31 }],
      '“b.npy” cannot have the size that it states',
    ],
    [
      'unpacks to more than it states',
      [{ ...deflated, statedBytes: 10 }],
      '“b.npy” unpacks to more than it states',
    ],
    [
      'unpacks to less than it states',
      [{ ...deflated, statedBytes: text.length + 1 }],
      '“b.npy” unpacks to less than it states',
    ],
    ['holds what is not deflated', [{ ...deflated, packed: text }], '“b.npy” cannot be unpacked'],
    [
      'is packed otherwise',
      [{ ...stored, method: 14 }],
      '“a.npy” is packed by a method that is not read here (14)',
    ],
    ['is encrypted', [{ ...stored, flags: 1 }], '“a.npy” is encrypted'],
    [
      'has files behind its end',
      [{ ...stored, statedPackedBytes: 2 ** 30, statedBytes: 2 ** 30 }],
      'it is not a complete zip archive',
    ],
    ['has files nowhere', [{ ...stored, isWide: true, shift: 2 ** 50 }], 'it is not a complete zip archive'],
  ])('that %s is damaged', async (_, entries, reason) => {
    expect(await reasonOf(entries)).toEqual(damaged(reason));
  });

  it('that would take more than is left is not unpacked', async () => {
    const budget = new AllocationBudget(text.length - 1);
    expect(await reasonOf([deflated], budget)).toEqual({
      code: 'reading-stopped',
      details: { cause: 'memory', limitBytes: text.length - 1 },
    });
    expect(budget.takenBytes).toBe(0);
  });
});

describe('an .npz file', () => {
  it.each([
    ['the same bytes 250 times', npzBomb(250, 100_000), 'weights-file-damaged'],
    ['more arrays than any network has', npzBomb(1_500, 100_000), 'weights-unsuitable'],
    [
      'packed arrays that state more than any network has together',
      lyingZip(
        many(900).map((entry) => ({
          ...entry,
          packed: new Uint8Array(200),
          statedBytes: maxWeightsBytes / 800,
        })),
      ),
      'weights-file-damaged',
    ],
  ])('with %s is refused before anything is allocated for it', async (_, file, code) => {
    const budget = new AllocationBudget();
    expect(await failureOf((async () => decodeNpz(file, budget))())).toMatchObject({ code });
    expect(budget.takenBytes).toBe(0);
  });

  it('in an .npz file is passed over', () => {
    const inner = lyingZip([stored]);
    const outer = lyingZip([
      { name: 'inner.npz', packed: inner },
      { name: 'biases.npy', packed: npyFile(hiddenBiases) },
    ]);
    const { arrays } = decodeNpz(outer, new AllocationBudget());
    expect(arrays.map(({ name, shape }) => [name, shape])).toEqual([['biases', hiddenBiases.shape]]);
  });
});

function many(count: number): LyingEntry[] {
  return Array.from({ length: count }, (_, index) => ({ ...deflated, name: `${index}.npy` }));
}
