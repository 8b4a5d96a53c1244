import { expect, it } from 'vitest';
import { signedColours } from '../../../src/ui/inspect/inside/signedColours.ts';

/** Relative luminance, roughly: what is left without colours. */
function lightness([red = 0, green = 0, blue = 0]: readonly number[]): number {
  return 0.21 * red + 0.72 * green + 0.07 * blue;
}

function colourOf(value: number, limit = 2): number[] {
  return [...signedColours(Float32Array.of(value), limit)];
}

it('colours of signed numbers get lighter from the lowest to the highest, so that the sign needs no colour', () => {
  const values = [-2, -1, -0.5, 0, 0.5, 1, 2];
  const shades = values.map((value) => lightness(colourOf(value)));
  expect(shades).toEqual(shades.toSorted((a, b) => a - b));
  expect(new Set(shades).size).toBe(values.length);
});

it('0 is grey, also where all numbers are 0, and what lies beyond the limit is as the limit', () => {
  expect(colourOf(0)).toEqual([128, 128, 128, 255]);
  expect(colourOf(0, 0)).toEqual([128, 128, 128, 255]);
  expect(colourOf(9)).toEqual(colourOf(2));
  expect(colourOf(-9)).toEqual(colourOf(-2));
});
