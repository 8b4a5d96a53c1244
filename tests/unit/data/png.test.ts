import { deflateSync } from 'node:zlib';
import { decode, encode } from 'fast-png';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordsOfPng } from '../../../src/data/decodeBatch.ts';
import { unfilterRow } from '../../../src/data/unfilterPng.ts';
import { failureOf } from '../../fixtures/importing.ts';
import { inPieces, packageFile } from '../../fixtures/realCifar10.ts';

describe('the filters of PNG', () => {
  it('are undone as another decoder undoes them', () => {
    const [width, height] = [17, 60];
    const filtered = Uint8Array.from(
      { length: height * (1 + width * 3) },
      (_, i) => (i * i * 31 + i * 7) % 256,
    );
    for (let row = 0; row < height; row++) filtered[row * (1 + width * 3)] = (row * 3 + 2) % 5;
    const expected = decode(pngOf(width, height, deflateSync(filtered))).data;
    let above = new Uint8Array(width * 3);
    for (let row = 0; row < height; row++) {
      const start = row * (1 + width * 3);
      const bytes = filtered.slice(start + 1, start + 1 + width * 3);
      expect(unfilterRow(filtered[start], bytes, above, 3)).toBe(true);
      expect(bytes).toEqual(expected.slice(row * width * 3, (row + 1) * width * 3));
      above = bytes;
    }
  });

  it('are five: a sixth is damage', () => {
    expect(unfilterRow(5, Uint8Array.of(1, 2, 3), new Uint8Array(3), 3)).toBe(false);
  });
});

describe('the PNG of a batch', () => {
  let png: Uint8Array<ArrayBuffer>;
  const damaged = { code: 'png-damaged', details: { file: 'a.png' } };
  const notPng = { code: 'not-a-png', details: { file: 'a.png' } };

  beforeAll(async () => {
    png = new Uint8Array(await packageFile('test_batch.png'));
  });

  it('is decoded as another decoder decodes it', async () => {
    const { records } = await decoded(png);
    const rgb = decode(png).data;
    const separated = new Uint8Array(records.length);
    let place = 0;
    for (let row = 0; row < 10_000; row++) {
      for (let pixel = 0; pixel < 1024; pixel++) {
        for (let channel = 0; channel < 3; channel++) {
          separated[row * 3073 + 1 + channel * 1024 + pixel] = rgb[place++] ?? 0;
        }
      }
    }
    expect(place).toBe(rgb.length);
    expect(Buffer.compare(records, separated)).toBe(0);
  });

  it.each([
    ['the length of a chunk', 65_583],
    ['the type of a chunk', 65_586],
    ['the pixels near the start', 100],
    ['the pixels in the middle', 11_000_000],
  ])('with one flipped bit in %s is damaged', async (_, position) => {
    const broken = png.slice();
    broken[position] = (broken[position] ?? 0) ^ 4;
    expect(await failureOf(decoded(broken))).toEqual(damaged);
  });

  it.each([8, 40, 1_000, 65_000, 23_000_000])('cut after %i bytes is damaged or no PNG', async (length) => {
    expect([damaged, notPng]).toContainEqual(await failureOf(decoded(png.slice(0, length))));
  });

  it('never unpacks more than a batch', async () => {
    const bomb = pngOf(1024, 10_000, deflateSync(blackRows(13_000), { level: 1 }));
    expect(await failureOf(decoded(bomb))).toEqual(damaged);
  });

  it('with fewer pixels than its header says is damaged', async () => {
    const short = pngOf(1024, 10_000, deflateSync(blackRows(9_990), { level: 1 }));
    expect(await failureOf(decoded(short))).toEqual(damaged);
  });

  it.each([
    ['a page', new TextEncoder().encode('<!doctype html><title>CIFAR-10</title>')],
    ['nothing', new Uint8Array(0)],
    ['a picture of another size', encode({ width: 32, height: 32, channels: 3, data: new Uint8Array(3072) })],
  ])('is not %s', async (_, bytes) => {
    expect(await failureOf(decoded(new Uint8Array(bytes)))).toEqual(notPng);
  });
});

/** The records of a PNG that arrives in pieces, all labels zero. */
function decoded(png: Uint8Array<ArrayBuffer>) {
  return recordsOfPng(new Uint8Array(10_000), inPieces(png), 'a.png');
}

/** Pictures of nothing, each a row, filtered as the real ones are: that is undone quickly. */
function blackRows(count: number): Uint8Array {
  const filtered = new Uint8Array(count * 3073);
  for (let start = 0; start < filtered.length; start += 3073) filtered[start] = 1;
  return filtered;
}

/** An 8-bit RGB PNG around ready-made pixels; its CRCs are zeros. */
function pngOf(width: number, height: number, pixels: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const chunks = [chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))];
  return new Uint8Array(Buffer.concat([Uint8Array.from(signature), ...chunks]));
}

function chunk(type: string, data: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
}
