import type { CurvePoints } from './curvePoints.ts';

/**
 * At most about `limit` of the curve's steps: the first, the last, and of each stretch between them the lowest and the
 * highest point, so that no peak is lost.
 */
export function thinnedSteps({ steps, values }: CurvePoints, limit: number): number[] {
  if (steps.length <= limit) return [...steps];
  const stretches = Math.floor(limit / 2) - 1;
  const size = steps.length / stretches;
  const kept = new Set<number>([0, steps.length - 1]);
  for (let index = 0; index < stretches; index++) {
    const [start, end] = [Math.floor(index * size), Math.floor((index + 1) * size)];
    for (const place of extremesOf(values, start, end)) kept.add(place);
  }
  return [...kept].sort((a, b) => a - b).map((place) => steps[place] ?? 0);
}

/** Where the lowest and the highest value stand. */
function extremesOf(values: Float64Array, start: number, end: number): [number, number] {
  let lowest = start;
  let highest = start;
  for (let place = start; place < end; place++) {
    if (at(values, place) < at(values, lowest)) lowest = place;
    if (at(values, place) > at(values, highest)) highest = place;
  }
  return [lowest, highest];
}

function at(values: Float64Array, place: number): number {
  return values[place] ?? Number.NaN;
}
