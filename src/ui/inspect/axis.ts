import { parameterText } from '../words/numbers.ts';

/** From a quantity to pixels along one side of a drawing. */
export type Scale = (value: number) => number;

export function linearScale(
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
): Scale {
  const span = to - from || 1;
  return (value) => start + ((value - from) / span) * (end - start);
}

/** About `count` round numbers in `[from, to]`: multiples of 1, 2 or 5 times a power of ten. */
export function roundTicks(from: number, to: number, count: number): number[] {
  const rough = (to - from || 1) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  for (let index = Math.ceil(from / step); index * step <= to; index++)
    ticks.push(Number((index * step).toPrecision(12)));
  return ticks;
}

/** Round ticks from step 0 to the last: there are no steps between two. */
export function stepTicks(last: number, count: number): number[] {
  return roundTicks(0, last, count).filter(Number.isInteger);
}

/** A tick's number: 250, 0.05, 2e−5. */
export function axisText(value: number): string {
  const isSmall = value !== 0 && Math.abs(value) < 1e-3;
  return (isSmall ? value.toExponential() : parameterText(value)).replaceAll('-', '−');
}

/** At most `limit` of the items, evenly spread, the first and the last among them. */
export function evenlyChosen<Item>(items: readonly Item[], limit: number): Item[] {
  if (items.length <= limit) return [...items];
  return Array.from({ length: limit }, (_, index) =>
    Math.round((index * (items.length - 1)) / (limit - 1)),
  ).flatMap((index) => items.slice(index, index + 1));
}
