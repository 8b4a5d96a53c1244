import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import { newestFirst, nextNumber } from '../database/storageOrder.ts';
import type { SweepPlan } from './sweepPlan.ts';
import { firstTrials } from './trials.ts';

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

/** What decides which trials there are. */
type Progress = Pick<SweepRecord, 'plan' | 'results'>;

/** Compares two for `sort`, the one that was started last first. */
export const newestSweepFirst = newestFirst(({ number, plan }: SweepRecord) => ({ number, date: plan.id }));

/** The number of a sweep that is started now. */
export function nextSweepNumber(sweeps: readonly SweepRecord[]): number {
  return nextNumber(sweeps);
}

/** The next trial; null when all are done. */
export function nextTrial({ plan, results }: Progress): Trial | null {
  let rung: readonly Hyperparameters[] = firstTrials(plan);
  let factor = 1;
  let done = 0;
  while (rung.length > 0) {
    const ran = results.slice(done, done + rung.length);
    const next = rung[ran.length];
    if (next) return trialOf(plan, results.length, next, factor);
    if (plan.method !== 'halving') return null;
    done += ran.length;
    factor *= eta;
    rung = survivors(ran);
  }
  return null;
}

/** @param factor multiple of the first rung's steps and time */
function trialOf(plan: SweepPlan, trial: number, tried: Hyperparameters, factor: number): Trial {
  const hyperparameters = { ...tried, maxSteps: plan.stepsPerTrial * factor };
  const maxSeconds = plan.secondsPerTrial === null ? null : plan.secondsPerTrial * factor;
  return { trial, hyperparameters, maxSeconds };
}

/**
 * Successive halving: the best third of a rung is promoted to three times the steps and time, until one is left. Each starts
 * again from its initial weights: the learning rate at a step depends on the last step, so a longer run differs from its start.
 * Source: Jamieson and Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter Optimization" (2016).
 */
function survivors(rung: readonly TrialResult[]): Hyperparameters[] {
  const best = ranked(rung)
    .filter(({ validationAccuracy }) => validationAccuracy !== null)
    .slice(0, survivorCount(rung.length));
  return best.length < 2 ? [] : best.map(({ hyperparameters }) => hyperparameters);
}

function survivorCount(trials: number): number {
  return Math.ceil(trials / eta);
}

/** The number of trials in each rung, provided that enough of them end with a result; without halving there is a single rung. */
export function rungSizes(plan: SweepPlan): number[] {
  const sizes = [firstTrials(plan).length];
  if (plan.method !== 'halving') return sizes;
  for (let size = survivorCount(sizes[0] ?? 0); size > 1; size = survivorCount(size)) sizes.push(size);
  return sizes;
}

/** The total number of trials of the sweep. */
export function trialTotal({ plan, results }: Progress): number {
  if (nextTrial({ plan, results }) === null) return results.length;
  return rungSizes(plan).reduce((sum, size) => sum + size, 0);
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

/** The trial with the best validation accuracy; null where there is none. */
export function winnerOf({ results }: SweepRecord): TrialResult | null {
  const [best] = ranked(results);
  return best && best.validationAccuracy !== null ? best : null;
}
