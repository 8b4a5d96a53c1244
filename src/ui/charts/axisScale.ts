import { measuredEvery } from '../../history/history.ts';

/**
 * What one side of a plot spans. `linear` and `logarithmic` are what they are everywhere; `logarithmic from 0` is the logarithm of
 * `1 + value / scaleUnit`, which has a place for step 0.
 */
export interface AxisScale {
  readonly kind: 'linear' | 'logarithmic' | 'logarithmic from 0';
  readonly from: number;
  readonly to: number;
}

/** The first steps that are measured lie one unit from 0, about as far as from one power of two to the next. */
export const scaleUnit = measuredEvery;

const straightened: Record<AxisScale['kind'], (value: number) => number> = {
  linear: (value) => value,
  logarithmic: Math.log,
  'logarithmic from 0': (value) => Math.log1p(value / scaleUnit),
};

const bent: Record<AxisScale['kind'], (value: number) => number> = {
  linear: (value) => value,
  logarithmic: Math.exp,
  'logarithmic from 0': (value) => scaleUnit * Math.expm1(value),
};

/** Where a value lies between the ends, 0 at `from` and 1 at `to`; not finite where it has no place. */
export function shareAt({ kind, from, to }: AxisScale, value: number): number {
  const straight = straightened[kind];
  return (straight(value) - straight(from)) / (straight(to) - straight(from));
}

/** The value that lies at a share of the way between the ends. */
export function valueAtShare({ kind, from, to }: AxisScale, share: number): number {
  const straight = straightened[kind];
  return bent[kind](straight(from) + share * (straight(to) - straight(from)));
}
