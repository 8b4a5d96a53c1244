import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzip } from '../../../src/data/gunzip.ts';
import { Failure } from '../../../src/failure.ts';
import { crc32 } from '../../../src/tensorFiles/crc32.ts';
import { failureOf } from '../../fixtures/importing.ts';
import { inPieces } from '../../fixtures/realCifar10.ts';

/** What the member unpacks to is longer than a piece that is decoded at once. */
const text = Buffer.from(Array.from({ length: 20_000 }, (_, line) => `line ${line}\n`).join(''));
const member = gzipSync(text);

async function unpacked(packed: Uint8Array, pieceBytes = 1_000): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  const corrupt = (isTruncated: boolean) =>
    new Failure({ code: isTruncated ? 'archive-truncated' : 'archive-damaged', details: { file: 'a.gz' } });
  for await (const piece of gunzip(inPieces(new Uint8Array(packed), pieceBytes), corrupt)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** As much as can be decoded byte by byte in no time. */
const few = text.subarray(0, 300);

/** A member with a header of one's own. */
function memberWith(flags: number, fields: Uint8Array): Buffer {
  const end = Buffer.alloc(8);
  end.writeUInt32LE(crc32(few), 0);
  end.writeUInt32LE(few.length, 4);
  return Buffer.concat([
    Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3]),
    fields,
    deflateRawSync(few),
    end,
  ]);
}

describe('a gzip file', () => {
  it.each([1_000, 10_000_000])('is unpacked in pieces of %i bytes', async (pieceBytes) => {
    expect((await unpacked(member, pieceBytes)).equals(text)).toBe(true);
  });

  it.each([1, 18, 1_000, 10_000_000])('has all of its members, in pieces of %i bytes', async (pieceBytes) => {
    const members = Buffer.concat(['a', '', few, 'z'].map((content) => gzipSync(content)));
    const all = Buffer.concat([Buffer.from('a'), few, Buffer.from('z')]);
    expect((await unpacked(members, pieceBytes)).equals(all)).toBe(true);
  });

  it('may have thousands of members, as an attack on the stack would', async () => {
    const members = Buffer.concat(Array.from({ length: 3_000 }, () => gzipSync('ab')));
    expect(await unpacked(members, 1_000_000)).toHaveLength(6_000);
  });

  it.each([
    ['zeros, as on tapes', Buffer.alloc(10_000)],
    ['a few zeros', Buffer.alloc(3)],
    ['garbage', Buffer.from('and a text')],
    ['a line break', Buffer.from('\n')],
  ])('may have %s behind it', async (_, garbage) => {
    for (const pieceBytes of [1, 1_000, 10_000_000]) {
      const packed = Buffer.concat([gzipSync(few), garbage]);
      expect((await unpacked(packed, pieceBytes)).equals(few)).toBe(true);
    }
  });

  const extra = Buffer.from([4, 0, ...Buffer.from('Ap\0\0')]);
  it.each([
    ['a name', 8, Buffer.from('cifar-10-binary.tar\0')],
    ['a comment', 16, Buffer.from('official\0')],
    ['a checksum of the header', 2, Buffer.from([1, 2])],
    ['an extra field', 4, extra],
    ['all of them', 30, Buffer.concat([extra, Buffer.from('name\0comment\0'), Buffer.from([1, 2])])],
  ])('may have %s in its header', async (_, flags, fields) => {
    for (const pieceBytes of [1, 11, 10_000]) {
      const packed = Buffer.concat([memberWith(flags, fields), memberWith(flags, fields)]);
      expect((await unpacked(packed, pieceBytes)).equals(Buffer.concat([few, few]))).toBe(true);
    }
  });

  it('that was cut is told from a damaged one', async () => {
    for (let length = 12; length < member.length - 8; length += 997) {
      const failure = await failureOf(unpacked(member.subarray(0, length)));
      expect(failure, `cut at ${length}`).toMatchObject({ code: 'archive-truncated' });
    }
    const damaged = Buffer.from(member).fill(0xff, 2_000, 2_100);
    await expect(unpacked(damaged)).rejects.toThrow('archive-damaged');
  });

  it('whose header does not end is given up, and read no further', async () => {
    let pieces = 0;
    async function* endless(): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
      yield new Uint8Array([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]);
      for (; pieces < 1_000; pieces++) yield new Uint8Array(100_000).fill(65);
    }
    const corrupt = () => new Failure({ code: 'archive-damaged', details: { file: 'a.gz' } });
    await expect(gunzip(endless(), corrupt).next()).rejects.toThrow('archive-damaged');
    expect(pieces).toBeLessThan(20);
  });

  it('that was cut gives what stands before', async () => {
    const cut = inPieces(new Uint8Array(member.subarray(0, 20_000)), 1_000);
    const found = gunzip(cut, () => new Failure({ code: 'archive-truncated', details: { file: 'a.gz' } }));
    const pieces: Uint8Array[] = [];
    const reading = async () => {
      for await (const piece of found) pieces.push(piece);
    };
    await expect(reading()).rejects.toThrow('archive-truncated');
    const before = Buffer.concat(pieces);
    expect(before.length).toBeGreaterThan(50_000);
    expect(before.equals(text.subarray(0, before.length))).toBe(true);
  });
});
