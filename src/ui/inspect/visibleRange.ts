import type { HistogramPoint } from '../../history/history.ts';
import { percentile } from './buckets.ts';

export interface VisibleRange {
  readonly from: number;
  readonly to: number;
  /** The point that reaches furthest beyond, if any does. */
  readonly cut: HistogramPoint | null;
}

/** Of each later point, all but the outermost hundredth at either side is sure to be seen. */
const outermost = 0.01;

/**
 * With raw pixels the first logits are ten times as wide as all later ones, and on an axis for both nothing would be seen of
 * those. So the range is that of the points past the first tenth; what lies beyond is cut, and the page says so.
 */
export function visibleRange(points: readonly HistogramPoint[]): VisibleRange {
  const lastStep = points.at(-1)?.step ?? 0;
  const later = points.filter(({ step }) => step > lastStep / 10);
  const shown = later.length >= 3 ? later : points;
  const low = Math.min(...shown.map(({ histogram }) => percentile(histogram, outermost)));
  const high = Math.max(...shown.map(({ histogram }) => percentile(histogram, 1 - outermost)));
  const margin = marginOf(low, high);
  const [from, to] = [low - margin, high + margin];
  const beyond = points.filter(({ histogram: { min, max } }) => min < from || max > to);
  const cut = beyond.reduce<HistogramPoint | null>(
    (widest, point) => (widest === null || maxDistance(point) > maxDistance(widest) ? point : widest),
    null,
  );
  return { from, to, cut };
}

/** Less than this share of the values is no difference between them: they are single-precision numbers. */
const leastSpan = 1e-6;

/** A tenth of the range at either side; around values that are all the same, a tenth of them. */
function marginOf(low: number, high: number): number {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > leastSpan * size) return (high - low) / 10;
  return size === 0 ? 1 : size / 10;
}

function maxDistance({ histogram: { min, max } }: HistogramPoint): number {
  return Math.max(-min, max);
}
