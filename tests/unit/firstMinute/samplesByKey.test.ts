import { describe, expect, it } from 'vitest';
import { placeAfter } from '../../../src/ui/firstMinute/samplesByKey.ts';

describe('a key on the wall of 10 columns and 6 rows', () => {
  it.each([
    ['ArrowRight', 0, 1],
    ['ArrowLeft', 1, 0],
    ['ArrowDown', 3, 13],
    ['ArrowUp', 13, 3],
    ['Home', 27, 20],
    ['End', 27, 29],
  ])('%s leads from %i to %i', (key, from, to) => {
    expect(placeAfter(key, from)).toBe(to);
  });

  it.each([
    ['ArrowRight', 9],
    ['ArrowLeft', 10],
    ['ArrowUp', 4],
    ['ArrowDown', 54],
  ])('%s stays at the edge, at %i', (key, place) => {
    expect(placeAfter(key, place)).toBe(place);
  });

  it('that is none of these is left to the browser', () => {
    for (const key of ['Enter', ' ', 'Tab', 'a']) expect(placeAfter(key, 5)).toBeNull();
  });
});
