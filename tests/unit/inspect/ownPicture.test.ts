import { describe, expect, it } from 'vitest';
import { largestZoom, squareOf, wholePicture } from '../../../src/ui/inspect/ownPicture/crop.ts';
import { planesOf } from '../../../src/ui/inspect/ownPicture/networkPixels.ts';

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

describe('the pixels of a canvas', () => {
  it('become a red, a green and a blue plane, as in the official records', () => {
    expect([...planesOf([1, 2, 3, 255, 11, 12, 13, 255])]).toEqual([1, 11, 2, 12, 3, 13]);
  });
});
