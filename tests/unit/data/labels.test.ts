import { describe, expect, it } from 'vitest';
import { parseLabels } from '../../../src/data/labels.ts';

const parse = (text: string, count: number) =>
  parseLabels(new TextEncoder().encode(text), 'labels.json', count);

describe('a file of labels', () => {
  it('is an array of whole numbers from 0 to 9', () => {
    expect(parse('[0, 9, 3]', 3)).toEqual(Uint8Array.of(0, 9, 3));
  });

  it.each([
    ['too short', '[0, 9]'],
    ['too long', '[0, 9, 3, 1]'],
    ['out of range', '[0, 10, 3]'],
    ['negative', '[0, -1, 3]'],
    ['not whole', '[0, 1.5, 3]'],
    ['in words', '["0", "9", "3"]'],
    ['an object', '{"0": 0, "1": 9, "2": 3, "length": 3}'],
    ['cut off', '[0, 9, 3'],
    ['a page', '<!doctype html>'],
  ])('is damaged when it is %s', (_, text) => {
    expect(() => parse(text, 3)).toThrow('labels-damaged {"file":"labels.json"}');
  });
});
