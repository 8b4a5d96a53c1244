import type { ParameterSpec } from './parameterSpecs.ts';

/** A slider has this many positions, 0 to `sliderPositions`, where the parameter has no list of choices. */
export const sliderPositions = 400;

/** Where 0 stands on a `logFromZero` scale, the next position up is this value. */
const smallestAboveZero = 1e-4;

/** The highest position of the parameter's slider; the lowest is 0. */
export function lastPosition(spec: ParameterSpec): number {
  return spec.choices ? spec.choices.length - 1 : sliderPositions;
}

/** The value at a slider position, rounded to what a person would type: two significant digits, or a whole number. */
export function valueAtPosition(spec: ParameterSpec, position: number): number {
  if (spec.choices) return spec.choices[position] ?? spec.min;
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
export function positionOfValue(spec: ParameterSpec, value: number): number {
  if (spec.choices) return nearestIndex(spec.choices, value);
  if (spec.scale === 'logFromZero' && value < smallestAboveZero) return value === 0 ? 0 : 1;
  const share =
    spec.scale === 'linear'
      ? (value - spec.min) / (spec.max - spec.min)
      : Math.log(value / lowEnd(spec)) / Math.log(spec.max / lowEnd(spec));
  return Math.round(Math.min(1, Math.max(0, share)) * sliderPositions);
}

/** One step of an arrow key from `value`: the next choice, 1 for whole numbers on a short range, else one slider position. */
export function nudged(spec: ParameterSpec, value: number, direction: 1 | -1): number {
  if (spec.choices) {
    const next =
      direction === 1 ? spec.choices.find((c) => c > value) : spec.choices.findLast((c) => c < value);
    return next ?? value;
  }
  if (spec.isInteger) return clamp(spec, Math.round(value) + direction);
  const position = positionOfValue(spec, value);
  for (let next = position + direction; next >= 0 && next <= sliderPositions; next += direction) {
    const candidate = valueAtPosition(spec, next);
    if (direction * (candidate - value) > 0) return candidate;
  }
  return value;
}

function lowEnd(spec: ParameterSpec): number {
  return spec.scale === 'logFromZero' ? smallestAboveZero : spec.min;
}

/** Whole numbers a person would choose: exact up to 100, then two significant digits. */
function roundInteger(value: number): number {
  return value < 100 ? Math.round(value) : Math.round(Number(value.toPrecision(2)));
}

function clamp(spec: ParameterSpec, value: number): number {
  return Math.min(spec.max, Math.max(spec.min, value));
}

function nearestIndex(choices: readonly number[], value: number): number {
  let best = 0;
  choices.forEach((choice, index) => {
    if (Math.abs(choice - value) < Math.abs((choices[best] ?? choice) - value)) best = index;
  });
  return best;
}
