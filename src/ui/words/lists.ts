/** `a, b and c`, or `a, b or c`: a list within a sentence. */
export function listText(items: readonly string[], word: 'and' | 'or'): string {
  const type = word === 'and' ? 'conjunction' : 'disjunction';
  return new Intl.ListFormat('en-GB', { type }).format(items);
}
