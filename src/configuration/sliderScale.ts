import type { NumberSpec } from './numberSpec.ts';

/** A slider has positions 0 to `sliderPositions`, unless the parameter has a list of divisors. */
export const sliderPositions = 400;

/** The value of the first position above 0 on a `logFromZero` scale; for integers it is 1. */
const smallestAboveZero = 1e-4;

/** The highest position of the parameter's slider; the lowest is 0. */
export function lastPosition(spec: NumberSpec): number {
  return spec.divisors ? spec.divisors.values.length - 1 : sliderPositions;
}

/** The value at a slider position, rounded to two significant digits or an integer. */
export function valueAtPosition(spec: NumberSpec, position: number): number {
  if (spec.divisors) return spec.divisors.values[position] ?? spec.min;
  const share = position / sliderPositions;
  if (spec.scale === 'logFromZero' && position === 0) return 0;
  if (position === sliderPositions) return spec.max;
  const value =
    spec.scale === 'linear'
      ? spec.min + share * (spec.max - spec.min)
      : lowEnd(spec) * (spec.max / lowEnd(spec)) ** share;
  return clamp(spec, spec.isInteger ? roundInteger(value) : Number(value.toPrecision(2)));
}

/** The position nearest to a value. */
export function positionOfValue(spec: NumberSpec, value: number): number {
  if (spec.divisors) return nearestIndex(spec.divisors.values, value);
  if (spec.scale === 'logFromZero' && value <= lowEnd(spec)) return value === 0 ? 0 : 1;
  const share =
    spec.scale === 'linear'
      ? (value - spec.min) / (spec.max - spec.min)
      : Math.log(value / lowEnd(spec)) / Math.log(spec.max / lowEnd(spec));
  return Math.round(Math.min(1, Math.max(0, share)) * sliderPositions);
}

/**
 * The value one arrow-key step from `value`: the next divisor, 1 more or less for integers with a small range, else one slider
 * position.
 */
export function nudged(spec: NumberSpec, value: number, direction: 1 | -1): number {
  if (spec.divisors) {
    const { values } = spec.divisors;
    return (direction === 1 ? values.find((d) => d > value) : values.findLast((d) => d < value)) ?? value;
  }
  if (spec.isInteger) return clamp(spec, Math.round(value) + direction);
  return firstBeyond(spec, value, positionOfValue(spec, value) + direction, direction);
}

/**
 * The value when the slider is moved from `value` to a position. It always changes, even though adjacent positions can round to
 * the same value.
 */
export function moved(spec: NumberSpec, value: number, position: number): number {
  const present = positionOfValue(spec, value);
  return position === present ? value : firstBeyond(spec, value, position, position > present ? 1 : -1);
}

/** The first value beyond this one at the positions from `start` on; the value itself where there is none. */
function firstBeyond(spec: NumberSpec, value: number, start: number, direction: 1 | -1): number {
  for (let position = start; position >= 0 && position <= lastPosition(spec); position += direction) {
    const candidate = valueAtPosition(spec, position);
    if (direction * (candidate - value) > 0) return candidate;
  }
  return value;
}

function lowEnd({ scale, isInteger, min }: NumberSpec): number {
  if (scale !== 'logFromZero') return min;
  return isInteger ? 1 : smallestAboveZero;
}

/** Rounds to an integer: exact up to 100, then to two significant digits. */
function roundInteger(value: number): number {
  return value < 100 ? Math.round(value) : Math.round(Number(value.toPrecision(2)));
}

function clamp(spec: NumberSpec, value: number): number {
  return Math.min(spec.max, Math.max(spec.min, value));
}

function nearestIndex(possible: readonly number[], value: number): number {
  let best = 0;
  possible.forEach((other, index) => {
    if (Math.abs(other - value) < Math.abs((possible[best] ?? other) - value)) best = index;
  });
  return best;
}
