import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import type { SweepPlan } from './sweepPlan.ts';
import { firstTrials } from './trials.ts';

/** Of the trials of a rung, one in so many goes on to the next, with so many times the steps. */
export const eta = 3;

/** A training run of a sweep. */
export interface Trial {
  /** Its place in the order in which trials are run; 0 is the first. */
  readonly trial: number;
  readonly hyperparameters: Hyperparameters;
  /** Training time after which it ends even so; null: only its steps end it. */
  readonly maxSeconds: number | null;
}

/** What came of a trial. */
export interface TrialResult {
  readonly trial: number;
  /** As its run had them in the end: where time was up, the last step is the one that it came to. */
  readonly hyperparameters: Hyperparameters;
  readonly runId: string;
  /** The best of its run, in [0, 1]; null where a fault of its own ended it. */
  readonly validationAccuracy: number | null;
  /** Completed steps. */
  readonly step: number;
  /** Time that its run took. */
  readonly seconds: number;
}

/** All that is kept of a sweep; where it goes on follows from it. Results are in the order of the trials. */
export interface SweepRecord {
  readonly plan: SweepPlan;
  readonly results: readonly TrialResult[];
}

/** The trial that comes next; null when all are done. */
export function nextTrial({ plan, results }: SweepRecord): Trial | null {
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

/** @param factor how many times the first rung's steps and time it has */
function trialOf(plan: SweepPlan, trial: number, tried: Hyperparameters, factor: number): Trial {
  const hyperparameters = { ...tried, maxSteps: plan.stepsPerTrial * factor };
  const maxSeconds = plan.secondsPerTrial === null ? null : plan.secondsPerTrial * factor;
  return { trial, hyperparameters, maxSeconds };
}

/**
 * Successive halving: the best third of a rung is trained on with three times the steps and time, until one is left.
 * Each begins again at its initial weights: what the learning rate is at a step depends on the last step, so that a longer run
 * is another run from its start. Source: Jamieson and Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter
 * Optimization" (2016).
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

/** How many trials each rung has, as long as enough of them end with a result; a single rung unless trials are halved. */
export function rungSizes(plan: SweepPlan): number[] {
  const sizes = [firstTrials(plan).length];
  if (plan.method !== 'halving') return sizes;
  for (let size = survivorCount(sizes[0] ?? 0); size > 1; size = survivorCount(size)) sizes.push(size);
  return sizes;
}

/** How many trials the sweep has, done or not. */
export function trialTotal({ plan, results }: SweepRecord): number {
  if (nextTrial({ plan, results }) === null) return results.length;
  return rungSizes(plan).reduce((sum, size) => sum + size, 0);
}

export function withResult(record: SweepRecord, result: TrialResult): SweepRecord {
  return { ...record, results: [...record.results, result] };
}

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
