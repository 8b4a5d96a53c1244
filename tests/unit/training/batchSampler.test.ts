import { describe, expect, it } from 'vitest';
import { batchSampler, epochOrder } from '../../../src/training/batchSampler.ts';

const settings = { imageCount: 1_000, batchSize: 40, seed: 7, lastBatch: 'none' } as const;

describe('the batches of an epoch', () => {
  it('use every image exactly once', () => {
    const sampler = batchSampler({ ...settings, sampling: 'epochs' });
    const seen = Array.from({ length: 25 }, () => [...sampler.next()]).flat();
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1_000 }, (_, index) => index));
  });

  it('come in another order in the next epoch', () => {
    expect([...epochOrder(1_000, 7, 0)]).not.toEqual([...epochOrder(1_000, 7, 1)]);
  });

  it('follow from the seed alone', () => {
    expect([...epochOrder(1_000, 7, 3)]).toEqual([...epochOrder(1_000, 7, 3)]);
    expect([...epochOrder(1_000, 0, 0)]).not.toEqual([...epochOrder(1_000, 1, 0)]);
  });

  it('put each image in each place about equally often', () => {
    const counts = new Uint32Array(100);
    for (let seed = 0; seed < 2_000; seed++) {
      const order = epochOrder(10, seed, 0);
      order.forEach((image, place) => {
        counts[image * 10 + place] = (counts[image * 10 + place] ?? 0) + 1;
      });
    }
    // 200 expected, standard deviation 13.4
    expect(Math.min(...counts)).toBeGreaterThan(140);
    expect(Math.max(...counts)).toBeLessThan(260);
  });
});

describe('a place in the epoch', () => {
  it('is enough to go on as if nothing had happened', () => {
    const uninterrupted = batchSampler({ ...settings, sampling: 'epochs' });
    for (let step = 0; step < 37; step++) uninterrupted.next();
    const resumed = batchSampler({ ...settings, sampling: 'epochs' }, uninterrupted.place);
    for (let step = 0; step < 30; step++) {
      expect([...resumed.next()]).toEqual([...uninterrupted.next()]);
    }
  });

  it.each(['epochs', 'draws'] as const)(
    'is within the epoch after every batch of %s, also at its end',
    (sampling) => {
      for (const [batchSize, lastBatch] of [
        [40, 'none'],
        [30, 'short'],
      ] as const) {
        const sampler = batchSampler({ ...settings, batchSize, lastBatch, sampling });
        for (let step = 0; step < 60; step++) {
          sampler.next();
          expect(sampler.place.position).toBeLessThan(settings.imageCount);
        }
      }
    },
  );

  it.each(['epochs', 'draws'] as const)('behind the last image is refused, for %s', (sampling) => {
    const at = (position: number) => () =>
      batchSampler({ ...settings, sampling }, { epoch: 2, position }).next();
    expect(at(960)).not.toThrow();
    expect(at(1_000)).toThrow(RangeError);
  });

  it('counts epochs and the images used of the present one', () => {
    const sampler = batchSampler({ ...settings, sampling: 'epochs' });
    for (let step = 0; step < 26; step++) sampler.next();
    expect(sampler.place).toEqual({ epoch: 1, position: 40 });
  });
});

describe('batches that are drawn at every step', () => {
  it('contain some images twice and leave others out', () => {
    const sampler = batchSampler({ ...settings, sampling: 'draws' });
    const seen = new Set(Array.from({ length: 25 }, () => [...sampler.next()]).flat());
    // (1 − 1/1000)¹⁰⁰⁰ of the images, 37 %, are expected to be missing.
    expect(seen.size).toBeGreaterThan(580);
    expect(seen.size).toBeLessThan(690);
  });

  it('go on from a place as if nothing had happened', () => {
    const uninterrupted = batchSampler({ ...settings, sampling: 'draws' });
    for (let step = 0; step < 37; step++) uninterrupted.next();
    expect(uninterrupted.place).toEqual({ epoch: 1, position: 480 });
    const resumed = batchSampler({ ...settings, sampling: 'draws' }, uninterrupted.place);
    for (let step = 0; step < 30; step++) {
      expect([...resumed.next()]).toEqual([...uninterrupted.next()]);
    }
  });
});
