import type { NumberSpec } from './numberSpec.ts';

/** A slider has this many positions, 0 to `sliderPositions`, where the parameter has no list of divisors. */
export const sliderPositions = 400;

/** On a `logFromZero` scale, the next position above 0; 1 where only whole numbers are possible. */
const smallestAboveZero = 1e-4;

/** The highest position of the parameter's slider; the lowest is 0. */
export function lastPosition(spec: NumberSpec): number {
  return spec.divisors ? spec.divisors.values.length - 1 : sliderPositions;
}

/** The value at a slider position, rounded to what a person would type: two significant digits, or a whole number. */
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

/** One step of an arrow key from `value`: the next choice, 1 for whole numbers on a short range, else one slider position. */
export function nudged(spec: NumberSpec, value: number, direction: 1 | -1): number {
  if (spec.divisors) {
    const { values } = spec.divisors;
    return (direction === 1 ? values.find((d) => d > value) : values.findLast((d) => d < value)) ?? value;
  }
  if (spec.isInteger) return clamp(spec, Math.round(value) + direction);
  return firstBeyond(spec, value, positionOfValue(spec, value) + direction, direction);
}

/** Where the slider goes from `value` when it is moved to a position: always on, though positions beside each other can round to one value. */
export function moved(spec: NumberSpec, value: number, position: number): number {
  const present = positionOfValue(spec, value);
  return position === present ? value : firstBeyond(spec, value, position, position > present ? 1 : -1);
}

/** The first value beyond this one, of those at the positions from `start` on; itself where there is none. */
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

/** Whole numbers a person would choose: exact up to 100, then two significant digits. */
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
