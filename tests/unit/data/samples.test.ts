import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { sprite } from '../../../build/sampleSprite.ts';
import { imageSize, testBatchName } from '../../../src/data/cifar10.ts';
import { imageSetOf, labelAt, pictureAt } from '../../../src/data/imageSet.ts';
import { sampleCorner, sampleCount, sampleIndices, sampleLabel } from '../../../src/data/samples.ts';
import { averagedPlanes } from '../../../src/ui/inspect/ownPicture/networkPixels.ts';
import { labelsOfBatch, realBatch } from '../../fixtures/realCifar10.ts';

describe('the samples', () => {
  it('are the first six test images of each class, a column for each class', async () => {
    const images = imageSetOf([await realBatch(testBatchName)]);
    const indices = sampleIndices(await labelsOfBatch(testBatchName));
    expect(new Set(indices).size).toBe(60);
    indices.forEach((index, place) => {
      expect(labelAt(images, index)).toBe(place % 10);
      const before = Array.from({ length: index }, (_, earlier) => labelAt(images, earlier));
      expect(before.filter((label) => label === place % 10)).toHaveLength(Math.trunc(place / 10));
    });
  });

  it('stand in the PNG byte for byte as in CIFAR-10', async () => {
    const images = imageSetOf([await realBatch(testBatchName)]);
    const indices = sampleIndices(await labelsOfBatch(testBatchName));
    const { png } = await sprite();
    const { width, height, channels, data } = decode(png);
    expect([width, height, channels]).toEqual([338, 202, 4]);
    for (let place = 0; place < sampleCount; place++) {
      const { left, top } = sampleCorner(place);
      const rows = Array.from({ length: imageSize }, (_, row) => {
        const start = 4 * ((top + row) * width + left);
        return [...data.slice(start, start + 4 * imageSize)];
      });
      const pixels = averagedPlanes(Uint8ClampedArray.from(rows.flat()), imageSize);
      const index = indices[place] ?? -1;
      expect(Buffer.compare(pixels, pictureAt(images, index)), `sample ${place}`).toBe(0);
      expect(sampleLabel(place)).toBe(labelAt(images, index));
    }
  });

  it('are not made of labels that have too few of a class', () => {
    expect(() => sampleIndices(Uint8Array.from({ length: 59 }, (_, index) => index % 10))).toThrow(
      RangeError,
    );
  });
});
