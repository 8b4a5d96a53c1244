import { describe, expect, it } from 'vitest';
import { RecordBuilder } from '../../../src/data/recordBuilder.ts';
import { labelsOf, pixelsOf } from '../../../src/data/records.ts';
import { pixelSumsOf } from '../../../src/data/summary.ts';

describe('records from the rows of a picture file', () => {
  const rgb = Uint8Array.from({ length: 10_000 * 3072 }, (_, i) => (i * 7 + (i >> 11)) % 251);
  const labels = Uint8Array.from({ length: 10_000 }, (_, i) => (i * 3) % 10);
  const builder = builtFrom(rowsOf(rgb), 65_536);
  const { records } = builder;

  it('are 3,073 bytes each: the label, then the red, green and blue plane', () => {
    expect(records).toHaveLength(30_730_000);
    expect(builder.isWhole).toBe(true);
    const start = 1234 * 3073;
    expect(records[start]).toBe(labels[1234]);
    for (const [channel, pixel] of [
      [0, 0],
      [1, 0],
      [2, 0],
      [0, 1023],
      [2, 1023],
    ] as const) {
      expect(records[start + 1 + channel * 1024 + pixel]).toBe(rgb[1234 * 3072 + pixel * 3 + channel]);
    }
  });

  it('come with the sum of each colour value', () => {
    expect(builder.pixelSums).toEqual(pixelSumsOf(records));
  });

  it.each([7, 3_073, 1_000_000])('do not depend on where pieces end: every %i bytes', (pieceBytes) => {
    const rows = rowsOf(rgb).subarray(0, 20 * 3073);
    const built = builtFrom(rows, pieceBytes);
    expect(Buffer.compare(built.records.subarray(0, 20 * 3073), records.subarray(0, 20 * 3073))).toBe(0);
    expect(built.isWhole).toBe(false);
  });

  it('are never more than a batch', () => {
    const sums = builder.pixelSums.slice();
    expect(builder.append(rowsOf(rgb).subarray(0, 2 * 3073))).toBe(true);
    expect(builder.pixelSums).toEqual(sums);
  });

  it('are refused where a row names a sixth filter', () => {
    const rows = rowsOf(rgb).slice(0, 2 * 3073);
    rows[3073] = 5;
    expect(new RecordBuilder(labels).append(rows)).toBe(false);
  });

  it('give their labels back', () => {
    expect(labelsOf(records)).toEqual(labels);
  });

  it('give a picture back as a view, not a copy', () => {
    const picture = pixelsOf(records, 9_999);
    expect(picture).toHaveLength(3072);
    expect(picture.buffer).toBe(records.buffer);
    expect(picture[1024]).toBe(rgb[9_999 * 3072 + 1]);
  });

  function builtFrom(rows: Uint8Array, pieceBytes: number): RecordBuilder {
    const built = new RecordBuilder(labels);
    for (let start = 0; start < rows.length; start += pieceBytes) {
      built.append(rows.subarray(start, start + pieceBytes));
    }
    return built;
  }
});

/** Filtered as the package's files are, every third row not at all: [10000, 1 + 3072]. */
function rowsOf(rgb: Uint8Array): Uint8Array {
  const rows = new Uint8Array(10_000 * 3073);
  for (let row = 0; row < 10_000; row++) {
    const isFiltered = row % 3 > 0;
    rows[row * 3073] = isFiltered ? 1 : 0;
    for (let i = 0; i < 3072; i++) {
      const left = isFiltered && i >= 3 ? (rgb[row * 3072 + i - 3] ?? 0) : 0;
      rows[row * 3073 + 1 + i] = (rgb[row * 3072 + i] ?? 0) - left;
    }
  }
  return rows;
}
