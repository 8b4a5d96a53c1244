import { describe, expect, it } from 'vitest';
import type { FailureData } from '../../../src/failure.ts';
import { failureText } from '../../../src/ui/words/failures.ts';
import { bytesToldApart, toldApart } from '../../../src/ui/words/numbers.ts';

describe('an amount beside the one that it is compared with', () => {
  it('has two decimals, or as many as tell them apart', () => {
    expect(toldApart(67.24, 64)).toEqual(['67.24', '64']);
    expect(toldApart(50.13504, 50)).toEqual(['50.14', '50']);
    expect(toldApart(64.000064, 64)).toEqual(['64.0001', '64']);
    expect(toldApart(8_160, 64)).toEqual(['8,160', '64']);
  });

  it('has its unit', () => {
    expect(bytesToldApart(100_000_001, 100_000_000)).toEqual(['100.000001 MB', '100 MB']);
    expect(bytesToldApart(1_000_000_001, 1_000_000_000)).toEqual(['1.000000001 GB', '1 GB']);
    expect(bytesToldApart(12_345_678, 30_730_000)).toEqual(['12.35 MB', '30.73 MB']);
    expect(bytesToldApart(5e9, 100e6)).toEqual(['5,000 MB', '100 MB']);
  });
});

describe('a sentence about a limit', () => {
  const file = 'a file';
  /** With a value just beyond the limit, or just below where that is wrong. */
  const sentences: readonly (readonly [FailureData, string])[] = [
    [
      { code: 'picture-too-large', details: { file, width: 8_001, height: 8_000, limitPixels: 64e6 } },
      'a file has 8,001 × 8,000 = 64.01 megapixels; up to 64 can be opened here.',
    ],
    [
      { code: 'picture-too-large', details: { file, width: 60_000, height: 60_000, limitPixels: 64e6 } },
      'a file has 60,000 × 60,000 = 3,600 megapixels; up to 64 can be opened here.',
    ],
    [
      { code: 'picture-file-too-large', details: { file, byteLength: 50_000_001, limitBytes: 50e6 } },
      'a file is 50.000001 MB; up to 50 MB can be opened here.',
    ],
    [
      { code: 'weights-file-too-large', details: { file, byteLength: 100_000_400, limitBytes: 100e6 } },
      'a file is 100.0004 MB, larger than any network of this page (100 MB at most)',
    ],
    [
      {
        code: 'download-incomplete',
        details: { file, receivedBytes: 23_161_302, expectedBytes: 23_161_303 },
      },
      'a file was cut off after 23.161302 MB of 23.161303 MB.',
    ],
    [
      { code: 'batch-file-damaged', details: { file, bytes: 30_729_999, expectedBytes: 30_730_000 } },
      'a file ends too early: it has 30.729999 MB of the 30.73 MB of a batch.',
    ],
  ];

  it.each(sentences)('does not contradict itself: %o', (failure, sentence) => {
    expect(failureText(failure)).toContain(sentence);
  });
});
