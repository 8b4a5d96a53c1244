import { expect, it } from 'vitest';
import { listText } from '../../../src/ui/words/lists.ts';

it('a list in a sentence has commas, and a word before the last', () => {
  expect(listText(['a'], 'and')).toBe('a');
  expect(listText(['a', 'b'], 'and')).toBe('a and b');
  expect(listText(['a', 'b', 'c'], 'or')).toBe('a, b or c');
});
