/** From a quantity to pixels along one side of a drawing. */
export type Scale = (value: number) => number;

export function linearScale(
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
): Scale {
  const span = to - from || 1;
  return (value) => start + ((value - from) / span) * (end - start);
}

/** At most `limit` of the items, evenly spread, the first and the last among them. */
export function evenlyChosen<Item>(items: readonly Item[], limit: number): Item[] {
  if (items.length <= limit) return [...items];
  return Array.from({ length: limit }, (_, index) =>
    Math.round((index * (items.length - 1)) / (limit - 1)),
  ).flatMap((index) => items.slice(index, index + 1));
}
