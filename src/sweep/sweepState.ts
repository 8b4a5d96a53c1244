import { type Hyperparameters, numberDeclaration } from '../configuration/hyperparameters.ts';
import { newestFirst, nextNumber } from '../database/storageOrder.ts';
import type { SweepPlan } from './sweepPlan.ts';

/** One of this many trials of a rung is promoted to the next, with this many times the steps. */
export const eta = 3;

/** A training run of a sweep. */
export interface Trial {
  /** Its index in the order in which trials are run. */
  readonly trial: number;
  readonly hyperparameters: Hyperparameters;
  /** Time limit in seconds of training; null for none. */
  readonly maxSeconds: number | null;
}

/** The result of a trial. */
export interface TrialResult {
  readonly trial: number;
  /** Those of its run at the end: after a time limit, `maxSteps` is the step that it reached. */
  readonly hyperparameters: Hyperparameters;
  readonly runId: string;
  /** The best of its run, in [0, 1]; null where the trial failed. */
  readonly validationAccuracy: number | null;
  /** Completed steps. */
  readonly step: number;
  /** Training time of its run. */
  readonly seconds: number;
}

/** The stored record of a sweep, which is enough to continue it. Results are in the order of the trials. */
export interface SweepRecord {
  readonly plan: SweepPlan;
  readonly results: readonly TrialResult[];
  /** Counts the sweeps in the order in which they were started; null where an earlier version did. */
  readonly number: number | null;
}

/** Compares two for `sort`, the one that was started last first. */
export const newestSweepFirst = newestFirst(({ number, plan }: SweepRecord) => ({ number, date: plan.id }));

/** The number of a sweep that is started now. */
export function nextSweepNumber(sweeps: readonly SweepRecord[]): number {
  return nextNumber(sweeps);
}

export function withResult(record: SweepRecord, result: TrialResult): SweepRecord {
  return { ...record, results: [...record.results, result] };
}

/**
 * Sorted by validation accuracy, the best first; equal ones in the order of the trials, and trials without one last. Test
 * accuracy is not used.
 */
export function ranked(results: readonly TrialResult[]): TrialResult[] {
  return [...results].sort(
    (a, b) => (b.validationAccuracy ?? -1) - (a.validationAccuracy ?? -1) || a.trial - b.trial,
  );
}

/** How many steps the winner is trained for when it is trained longer, from the start. */
export function stepsOfLongerRun({ hyperparameters }: TrialResult): number {
  return Math.min(numberDeclaration('maxSteps').max, eta * hyperparameters.maxSteps);
}

/** The trial with the best validation accuracy; null where there is none. */
export function winnerOf({ results }: SweepRecord): TrialResult | null {
  const [best] = ranked(results);
  return best && best.validationAccuracy !== null ? best : null;
}
