import type { SweepRecord, TrialResult } from './sweepState.ts';

/** By validation accuracy, the best first; the earlier where two are equal, and last what has none. Test accuracy decides nothing. */
export function ranked(results: readonly TrialResult[]): TrialResult[] {
  return [...results].sort(
    (a, b) => (b.validationAccuracy ?? -1) - (a.validationAccuracy ?? -1) || a.trial - b.trial,
  );
}

/** The trial with the best validation accuracy; null before there is any. */
export function winnerOf({ results }: SweepRecord): TrialResult | null {
  const [best] = ranked(results);
  return best && best.validationAccuracy !== null ? best : null;
}
