import { histogramsEvery } from '../history/history.ts';

/** 128 points of two layers take 1.5 MB, and the record is written every few seconds. */
const maxPoints = 128;

/**
 * Thins points for storage: all points of a short run; of a longer one, those at multiples of a larger interval, and the latest.
 * The interval doubles as the run grows, so that the points are always evenly spaced.
 */
export function thinnedPoints<Point extends { readonly step: number }>(points: readonly Point[]): Point[] {
  const last = points.at(-1);
  if (!last) return [];
  let distance = histogramsEvery;
  while (last.step / distance >= maxPoints) distance *= 2;
  return points.filter((point) => point === last || point.step % distance === 0);
}
