import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { batchNames, batchSha256, trainingBatchNames } from '../../../src/data/cifar10.ts';
import { pixelsOf } from '../../../src/data/records.ts';
import { pixelMeanOf } from '../../../src/data/summary.ts';
import { realBatch, realSummary } from '../../fixtures/realCifar10.ts';

describe('the pictures of the package', () => {
  it.each(batchNames)('%s is the official batch, byte for byte', async (name) => {
    const sha256 = createHash('sha256')
      .update(await realBatch(name))
      .digest('hex');
    expect(sha256).toBe(batchSha256[name]);
  });

  it('have the published statistics', async () => {
    const summaries = await Promise.all(trainingBatchNames.map((name) => realSummary(name)));
    const mean = pixelMeanOf(summaries);
    expect(mean.reduce((sum, value) => sum + value, 0)).toBeCloseTo(370813.64006, 1);
    [130.71074, 130.14036, 131.05044].forEach((value, pixel) => {
      expect(mean[pixel]).toBeCloseTo(value, 4);
    });
    const channelMeans = [0, 1, 2].map(
      (channel) =>
        mean.subarray(channel * 1024, (channel + 1) * 1024).reduce((sum, value) => sum + value, 0) /
        1024 /
        255,
    );
    expect(channelMeans.map((value) => value.toFixed(5))).toEqual(['0.49140', '0.48216', '0.44653']);
  });

  it('are 5,000 training and 1,000 test pictures of each class', async () => {
    const counts = await Promise.all(batchNames.map(async (name) => (await realSummary(name)).classCounts));
    const perClass = (batches: typeof counts) =>
      batches.reduce((total, batch) => total.map((count, label) => count + (batch[label] ?? 0)));
    expect(perClass(counts.slice(0, 5))).toEqual(Array(10).fill(5_000));
    expect(counts[5]).toEqual(Array(10).fill(1_000));
  });

  it('give ten samples of each class, which are the pictures at their places', async () => {
    const batch = await realBatch('test_batch');
    const { samples } = await realSummary('test_batch');
    expect(samples).toHaveLength(100);
    for (const { label, index, pixels } of samples) {
      expect(batch[index * 3073]).toBe(label);
      expect(pixels).toEqual(pixelsOf(batch, index));
    }
  });
});
