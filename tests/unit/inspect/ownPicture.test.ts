import { describe, expect, it } from 'vitest';
import { largestZoom, squareOf, wholePicture } from '../../../src/ui/inspect/ownPicture/crop.ts';
import { averagedPlanes } from '../../../src/ui/inspect/ownPicture/networkPixels.ts';

const wide = { width: 300, height: 200 };

describe('the square of a picture', () => {
  it('is the largest in the middle at first', () => {
    expect(squareOf(wide, wholePicture)).toEqual({ left: 50, top: 0, side: 200 });
  });

  it('gets smaller with the zoom, and touches the edges at 0 and at 1', () => {
    const corner = squareOf(wide, { zoom: 4, across: 1, down: 0 });
    expect(corner).toEqual({ left: 250, top: 0, side: 50 });
    expect(squareOf(wide, { zoom: 4, across: 0, down: 1 })).toEqual({ left: 0, top: 150, side: 50 });
  });

  it('never has fewer pixels than the network sees, where the picture has as many', () => {
    expect(squareOf(wide, { ...wholePicture, zoom: largestZoom(wide) }).side).toBe(32);
    expect(largestZoom({ width: 10, height: 500 })).toBe(1);
  });
});

describe('the pixels that the network sees', () => {
  /** A square of grey, left half dark and right half bright, with a hint of red in the first row. */
  function square(size: number): Uint8ClampedArray {
    return Uint8ClampedArray.from({ length: 4 * size * size }, (_, index) => {
      const [pixel, channel] = [Math.trunc(index / 4), index % 4];
      const grey = pixel % size < size / 2 ? 50 : 200;
      return pixel < size && channel === 0 ? grey + 20 : grey;
    });
  }

  it('are those of a square of 32, in a red, a green and a blue plane', () => {
    const planes = averagedPlanes(square(32), 32);
    expect(planes).toHaveLength(3_072);
    expect([planes[0], planes[31], planes[32]]).toEqual([70, 220, 50]);
    expect([planes[1_024], planes[2_048 + 31]]).toEqual([50, 200]);
  });

  it('are the means of what they cover in a larger square', () => {
    const planes = averagedPlanes(square(64), 64);
    // Half of what the first row covers has the hint of red.
    expect([planes[0], planes[31], planes[32]]).toEqual([60, 210, 50]);
  });

  it('repeat those of a smaller square', () => {
    const planes = averagedPlanes(square(16), 16);
    expect([planes[0], planes[32], planes[64]]).toEqual([70, 70, 50]);
  });
});
