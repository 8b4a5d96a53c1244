import type { CurvePoint } from './series.ts';

/**
 * At most about `limit` of the curve's steps: the first, the last, and of each stretch between them the lowest and the
 * highest point, so that no peak is lost.
 */
export function thinnedSteps(points: readonly CurvePoint[], limit: number): number[] {
  if (points.length <= limit) return points.map(({ step }) => step);
  const stretches = Math.floor(limit / 2) - 1;
  const size = points.length / stretches;
  const kept = new Set<number>([points[0]?.step ?? 0, points.at(-1)?.step ?? 0]);
  for (let index = 0; index < stretches; index++) {
    const stretch = points.slice(Math.floor(index * size), Math.floor((index + 1) * size));
    for (const step of extremesOf(stretch)) kept.add(step);
  }
  return [...kept].sort((a, b) => a - b);
}

function extremesOf(points: readonly CurvePoint[]): number[] {
  const [first] = points;
  if (!first) return [];
  let lowest = first;
  let highest = first;
  for (const point of points) {
    if (point.value < lowest.value) lowest = point;
    if (point.value > highest.value) highest = point;
  }
  return [lowest.step, highest.step];
}
