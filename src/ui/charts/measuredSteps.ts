import { type CurvePoints, firstAt } from './curvePoints.ts';
import type { StepRange } from './stepRange.ts';

/** How far PageUp and PageDown go, as a share of the steps that are shown. */
const pageShare = 0.1;

/** The step nearest to another at which any of the curves has a point, within the range; null where there is none. */
export function nearestStep(curves: readonly CurvePoints[], step: number, range: StepRange): number | null {
  const candidates = curves.flatMap(({ steps }) => {
    const after = firstAt(steps, step);
    return [steps[after - 1], steps[after]];
  });
  const ends = [firstStep(curves, range), lastStep(curves, range)];
  return [...candidates, ...ends].reduce<number | null>((nearest, candidate) => {
    if (candidate === undefined || candidate === null || !isIn(range, candidate)) return nearest;
    return nearest === null || Math.abs(candidate - step) < Math.abs(nearest - step) ? candidate : nearest;
  }, null);
}

/** The step that a key goes to from a step: the next measured one, the one before, one further away, or an end; null for other keys. */
export function stepByKey(
  key: string,
  curves: readonly CurvePoints[],
  step: number,
  range: StepRange,
): number | null {
  const page = pageShare * (range.to - range.from);
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return stepAfter(curves, step, range) ?? nearestStep(curves, step, range);
    case 'ArrowLeft':
    case 'ArrowDown':
      return stepBefore(curves, step, range) ?? nearestStep(curves, step, range);
    case 'PageUp':
      return nearestStep(curves, step + page, range);
    case 'PageDown':
      return nearestStep(curves, step - page, range);
    case 'Home':
      return firstStep(curves, range);
    case 'End':
      return lastStep(curves, range);
    default:
      return null;
  }
}

export function firstStep(curves: readonly CurvePoints[], range: StepRange): number | null {
  return extreme(
    curves.map(({ steps }) => steps[firstAt(steps, range.from)]),
    range,
    Math.min,
  );
}

export function lastStep(curves: readonly CurvePoints[], range: StepRange): number | null {
  return extreme(
    curves.map(({ steps }) => steps[firstAfter(steps, range.to) - 1]),
    range,
    Math.max,
  );
}

function stepAfter(curves: readonly CurvePoints[], step: number, range: StepRange): number | null {
  return extreme(
    curves.map(({ steps }) => steps[firstAfter(steps, step)]),
    range,
    Math.min,
  );
}

function stepBefore(curves: readonly CurvePoints[], step: number, range: StepRange): number | null {
  return extreme(
    curves.map(({ steps }) => steps[firstAt(steps, step) - 1]),
    range,
    Math.max,
  );
}

function extreme(
  candidates: readonly (number | undefined)[],
  range: StepRange,
  choose: (...values: number[]) => number,
): number | null {
  const inRange = candidates.filter((step): step is number => step !== undefined && isIn(range, step));
  return inRange.length === 0 ? null : choose(...inRange);
}

function isIn({ from, to }: StepRange, step: number): boolean {
  return step >= from && step <= to;
}

function firstAfter(steps: Float64Array, step: number): number {
  const at = firstAt(steps, step);
  return steps[at] === step ? at + 1 : at;
}
