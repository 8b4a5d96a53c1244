/**
 * What puts stored things in order: a number, one higher than that of everything stored before. A clock can be set back. What
 * earlier versions stored has only a date, and is older than everything with a number.
 */
export interface StorageOrder {
  readonly number: number | null;
  /** A text that sorts by date, such as ISO 8601 in UTC. */
  readonly date: string;
}

/** Compares two items for `sort`. */
export function newestFirst<Item>(orderOf: (item: Item) => StorageOrder): (a: Item, b: Item) => number {
  return (a, b) => {
    const [first, second] = [orderOf(a), orderOf(b)];
    return (second.number ?? 0) - (first.number ?? 0) || second.date.localeCompare(first.date);
  };
}

/** The number of the next thing to store, behind these. */
export function nextNumber(stored: readonly Pick<StorageOrder, 'number'>[]): number {
  return stored.reduce((highest, { number }) => Math.max(highest, number ?? 0), 0) + 1;
}
