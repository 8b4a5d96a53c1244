import { newestFirst, nextNumber } from '../database/storageOrder.ts';
import type { RunSummary } from './runRecord.ts';

type Counted = Pick<RunSummary, 'number' | 'startedAt'>;

/** Compares two for `sort`, the one that came on record last first. */
export const newestRunFirst = newestFirst(({ number, startedAt }: Counted) => ({ number, date: startedAt }));

/** The number of a run that comes on record now. */
export function nextRunNumber(runs: readonly Counted[]): number {
  return nextNumber(runs);
}
