import { describe, expect, it } from 'vitest';
import { truncatedNormal } from '../../../src/model/initializers.ts';
import { fmix32, randomStream } from '../../../src/random/random.ts';

describe('a stream of random numbers', () => {
  it('is the same for the same seed and purpose, and another for any other', () => {
    const firstOf = (seed: number, purpose: string, index?: number) => {
      const random = randomStream(seed, purpose, index);
      return Array.from({ length: 4 }, () => random.uint32()).join();
    };
    const streams = [
      firstOf(0, 'weights'),
      firstOf(1, 'weights'),
      firstOf(0, 'shuffle'),
      firstOf(0, 'shuffle', 1),
      firstOf(2 ** 32 - 1, 'weights'),
    ];
    expect(firstOf(0, 'weights')).toBe(streams[0]);
    expect(new Set(streams).size).toBe(streams.length);
  });

  it('never changes between versions, or old runs could not be repeated', () => {
    const random = randomStream(1, 'weights');
    expect(Array.from({ length: 4 }, () => random.uint32())).toMatchInlineSnapshot(`
      [
        3998730028,
        3367029163,
        2498290816,
        145701649,
      ]
    `);
  });

  it('is uniform: mean, variance and the share of each tenth', () => {
    const random = randomStream(3, 'test');
    const count = 100_000;
    const values = Array.from({ length: count }, () => random.uniform());
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
    for (let tenth = 0; tenth < 10; tenth++) {
      const share = values.filter((value) => Math.floor(value * 10) === tenth).length / count;
      expect(share).toBeCloseTo(0.1, 2);
    }
  });

  it('draws integers below a bound without leaving any out', () => {
    const random = randomStream(4, 'test');
    const drawn = new Set(Array.from({ length: 1_000 }, () => random.below(7)));
    expect([...drawn].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('mixes as MurmurHash3 does', () => {
    expect([fmix32(0), fmix32(1), fmix32(0xffffffff)]).toEqual([0, 0x514e28b7, 0x81f16f39]);
  });
});

describe('truncated normal weights', () => {
  const stddev = 1 / Math.sqrt(3072);
  const values = truncatedNormal(randomStream(1, 'weights'), 200_000, stddev);

  it('never lie beyond two standard deviations', () => {
    expect(Math.max(...values.subarray(0, 50_000).map(Math.abs))).toBeLessThanOrEqual(2 * stddev);
  });

  it('have the moments of the truncated normal distribution', () => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.01 * stddev);
    // 1 − 2·2·φ(2) / (2Φ(2) − 1) = 0.7737
    expect(variance / stddev ** 2).toBeCloseTo(0.7737, 2);
  });
});
