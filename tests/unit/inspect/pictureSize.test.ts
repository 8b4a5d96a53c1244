import { describe, expect, it } from 'vitest';
import { statedSize } from '../../../src/worker/reading/pictureSize.ts';
import { bytes, pictureHeaders } from '../../fixtures/pictureHeaders.ts';

const { png, jpeg, gif, bmp, oldBmp, lossy, lossless, extended, tiled } = pictureHeaders;

describe('the size of a picture', () => {
  it.each([
    ['PNG of 16 bits', png, [5, 3]],
    ['progressive JPEG of four colours, behind Exif', jpeg, [640, 480]],
    ['GIF', gif, [320, 200]],
    ['BMP', bmp, [320, 200]],
    ['BMP of OS/2', oldBmp, [320, 200]],
    ['lossy WebP', lossy, [320, 200]],
    ['lossless WebP', lossless, [320, 200]],
    ['WebP with more than the picture', extended, [320, 200]],
    ['AVIF in tiles', tiled, [8_160, 6_144]],
  ])('is stated in a %s', (_, start, [width, height]) => {
    expect(statedSize(start)).toEqual({ width, height });
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a text', bytes('Dear diary')],
    ['a PNG that ends in its header', png.subarray(0, 20)],
    ['a JPEG that ends before its frame', jpeg.subarray(0, 280)],
    ['an icon', bytes([0, 0, 1, 0, 1, 0, 32, 32])],
    ['a JPEG with garbage', bytes([0xff, 0xd8, 0xff, 0xe0, 0, 2, 0, 0, 0])],
    ['a WebP of another kind', bytes('RIFF\x5a\0\0\0WEBPABCD\0\0')],
  ])('is not in %s', (_, start) => expect(statedSize(start)).toBeNull());
});
