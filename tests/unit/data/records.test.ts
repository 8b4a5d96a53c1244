import { describe, expect, it } from 'vitest';
import { labelsOf, pixelsOf, recordsFromPixels } from '../../../src/data/records.ts';

describe('records from pixels', () => {
  const rgb = Uint8Array.from({ length: 10_000 * 3072 }, (_, i) => (i * 7 + (i >> 11)) % 251);
  const labels = Uint8Array.from({ length: 10_000 }, (_, i) => (i * 3) % 10);
  const records = recordsFromPixels(rgb, labels);

  it('are 3,073 bytes each: the label, then the red, green and blue plane', () => {
    expect(records).toHaveLength(30_730_000);
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

  it('give their labels back', () => {
    expect(labelsOf(records)).toEqual(labels);
  });

  it('give a picture back as a view, not a copy', () => {
    const picture = pixelsOf(records, 9_999);
    expect(picture).toHaveLength(3072);
    expect(picture.buffer).toBe(records.buffer);
    expect(picture[1024]).toBe(rgb[9_999 * 3072 + 1]);
  });

  it('refuse anything but a whole batch', () => {
    expect(() => recordsFromPixels(rgb.subarray(3072), labels)).toThrow(RangeError);
    expect(() => recordsFromPixels(rgb, labels.subarray(1))).toThrow(RangeError);
  });
});
