import { expect, it } from 'vitest';
import { firstOfList, listText } from '../../../src/ui/words/lists.ts';

it('a list in a sentence has commas, and a word before the last', () => {
  expect(listText(['a'], 'and')).toBe('a');
  expect(listText(['a', 'b'], 'and')).toBe('a and b');
  expect(listText(['a', 'b', 'c'], 'or')).toBe('a, b or c');
});

it('a long list has its first items, and the number of the others', () => {
  expect(firstOfList(['a', 'b'], 2)).toBe('a and b');
  expect(firstOfList(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
});
