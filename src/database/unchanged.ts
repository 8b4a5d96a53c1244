/**
 * Reads stored values; for a value that is as it was at the last reading, the result is the same object as then. A list of hundreds
 * is read whenever another tab has written, and mostly one of them has changed.
 */
export function readingUnchangedOnce<Stored, Item>(
  read: (stored: Stored) => Item,
): (stored: readonly Stored[]) => Item[] {
  let known = new Map<string, Item>();
  return (stored) => {
    const present = new Map<string, Item>();
    const items = stored.map((value) => {
      const text = JSON.stringify(value, withNonFinite);
      const item = known.get(text) ?? read(value);
      present.set(text, item);
      return item;
    });
    known = present;
    return items;
  };
}

/** JSON has neither NaN nor infinity, and would make them all null. */
function withNonFinite(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
