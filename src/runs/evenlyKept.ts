import { countedEvery } from '../history/history.ts';

/** 128 points of two layers take 1.5 MB, and the record is written every few seconds. */
const maxPoints = 128;

/**
 * All points of a short run; of a longer one those at multiples of a greater distance, and the latest. It is doubled as the run
 * grows, so that the kept ones always lie evenly.
 */
export function evenlyKept<Point extends { readonly step: number }>(points: readonly Point[]): Point[] {
  const last = points.at(-1);
  if (!last) return [];
  let distance = countedEvery;
  while (last.step / distance >= maxPoints) distance *= 2;
  return points.filter((point) => point === last || point.step % distance === 0);
}
