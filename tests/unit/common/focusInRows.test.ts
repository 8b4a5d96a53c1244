import { describe, expect, it } from 'vitest';
import { focusInRows } from '../../../src/ui/common/focusInRows.ts';

describe('a key among pictures in rows of 10', () => {
  it.each([
    ['ArrowRight', 0, 1],
    ['ArrowLeft', 1, 0],
    ['ArrowDown', 3, 13],
    ['ArrowUp', 13, 3],
    ['Home', 27, 20],
    ['End', 27, 29],
  ])('%s leads from %i to %i', (key, from, to) => {
    expect(focusInRows(key, from, 10, 60)).toBe(to);
  });

  it.each([
    ['ArrowRight', 9],
    ['ArrowLeft', 10],
    ['ArrowUp', 4],
    ['ArrowDown', 54],
  ])('%s stays at the edge, at %i', (key, place) => {
    expect(focusInRows(key, place, 10, 60)).toBe(place);
  });

  it('stays within a last row that is not whole', () => {
    expect(focusInRows('End', 21, 10, 24)).toBe(23);
    expect(focusInRows('ArrowRight', 23, 10, 24)).toBe(23);
    expect(focusInRows('ArrowDown', 15, 10, 24)).toBe(15);
  });

  it('that is none of these is left to the browser', () => {
    for (const key of ['Enter', ' ', 'Tab', 'a']) expect(focusInRows(key, 5, 10, 60)).toBeNull();
  });
});
