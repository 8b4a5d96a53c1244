import { crc32 as crc32OfZlib } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../src/random/random.ts';
import { crc32 } from '../../../src/tensorFiles/crc32.ts';

describe('CRC-32', () => {
  it('of the digits is the standard’s check value', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });

  it('of parts of every length is that of zlib over the whole', () => {
    const random = randomStream(3, 'bytes');
    const bytes = Uint8Array.from({ length: 64 }, () => random.below(256));
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(crc32(bytes.subarray(0, cut), bytes.subarray(cut))).toBe(crc32OfZlib(bytes));
    }
  });
});
