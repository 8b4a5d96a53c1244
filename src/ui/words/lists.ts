import { wholeNumber } from './numbers.ts';

/** `a, b and c`, or `a, b or c`: a list within a sentence. */
export function listText(items: readonly string[], word: 'and' | 'or'): string {
  const type = word === 'and' ? 'conjunction' : 'disjunction';
  return new Intl.ListFormat('en-GB', { type }).format(items);
}

/** `a, b and 3 more`: the first ones, and the number of those that are left. */
export function firstOfList(items: readonly string[], count: number): string {
  const more = items.length - count;
  return listText(more > 0 ? [...items.slice(0, count), `${wholeNumber(more)} more`] : items, 'and');
}
