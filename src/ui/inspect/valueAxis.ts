import { type AxisScale, shareAt } from '../charts/axisScale.ts';
import { roundTicks } from '../charts/ticks.ts';
import type { Scale } from './axis.ts';

/** The side of a drawing that values are read from. */
interface ValueAxis {
  readonly scale: AxisScale;
  /** Not finite for a value that has no place on it. */
  readonly place: Scale;
  readonly ticks: readonly number[];
}

/** Pixels from the lower to the upper end. */
type Ends = readonly [number, number];

const mostTicks = 6;

/** From 0 to the largest value, or a little above nothing. */
export function linearAxis(values: readonly number[], ends: Ends): ValueAxis {
  const top = Math.max(0.1, ...values.filter(Number.isFinite));
  return axisAlong({ kind: 'linear', from: 0, to: top }, ends, roundTicks(0, top, 4));
}

/** From one whole power of ten to another, around the values and the guide; a single value has its power, too. */
export function logarithmicAxis(values: readonly number[], guide: number | undefined, ends: Ends): ValueAxis {
  const powers = (guide === undefined ? values : [...values, guide]).map(Math.log10).filter(Number.isFinite);
  const low = Math.floor(Math.min(...powers, powers[0] ?? 0));
  const high = Math.max(low + 1, Math.ceil(Math.max(...powers, low)));
  const distance = Math.ceil((high - low) / (mostTicks - 1));
  const powerOf = (exponent: number) => Number(`1e${exponent}`);
  const ticks = Array.from({ length: Math.floor((high - low) / distance) + 1 }, (_, index) =>
    powerOf(low + index * distance),
  );
  return axisAlong({ kind: 'logarithmic', from: powerOf(low), to: powerOf(high) }, ends, ticks);
}

function axisAlong(scale: AxisScale, [start, end]: Ends, ticks: readonly number[]): ValueAxis {
  return { scale, place: (value) => start + shareAt(scale, value) * (end - start), ticks };
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** The lines of a curve as SVG paths, and a path of no length, for a dot, at each place that is alone between two gaps. */
export function curvePaths(places: readonly Place[]): { readonly lines: string[]; readonly dots: string[] } {
  const stretches: Place[][] = [[]];
  for (const place of places) {
    if (Number.isFinite(place.y)) stretches.at(-1)?.push(place);
    else stretches.push([]);
  }
  const pathOf = (stretch: readonly Place[]) =>
    `M${stretch.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join('L')}`;
  return {
    lines: stretches.filter(({ length }) => length > 1).map(pathOf),
    dots: stretches.filter(({ length }) => length === 1).map((stretch) => `${pathOf(stretch)}h0`),
  };
}
