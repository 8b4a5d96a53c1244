import { describe, expect, it } from 'vitest';
import { pictureInputs } from '../../../src/input/pictureInputs.ts';

const pixels = 3_072;
const picture = Uint8Array.from({ length: pixels }, (_, pixel) => pixel % 256);
const pixelMean = new Float32Array(pixels).fill(100);
const pixelScale = new Float32Array(pixels).fill(0.5);

describe('what a network sees of one picture', () => {
  it('is the picture minus the mean image', () => {
    const inputs = pictureInputs(picture, { pixelMean, pixelScale: null, whitening: null });
    expect([...inputs.subarray(254, 258)]).toEqual([154, 155, -100, -99]);
  });

  it('is scaled where the training images were', () => {
    const inputs = pictureInputs(picture, { pixelMean, pixelScale, whitening: null });
    expect(inputs[254]).toBe(77);
  });

  it('goes through the whitening matrix, rounded to its steps and cut off as the training images are', () => {
    const matrix = new Float32Array(pixels * pixels);
    for (let pixel = 0; pixel < pixels; pixel++) matrix[pixel * pixels + pixel] = 2;
    // Symmetric: pixel 1 has a part in pixel 0, and pixel 0 in pixel 1.
    matrix[1] = matrix[pixels] = 1;
    const inputs = pictureInputs(picture, { pixelMean, pixelScale, whitening: { matrix, step: 1 } });
    expect(inputs[0]).toBe(-127);
    expect(inputs[90]).toBe(-10);
    expect(inputs[151]).toBe(51);
    expect(inputs[254]).toBe(127);
    const finer = pictureInputs(picture, { pixelMean, pixelScale, whitening: { matrix, step: 2 } });
    expect(finer[0]).toBe(-150);
    expect(finer[151]).toBe(52);
  });
});
