import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import type { SweepPlan } from './sweepPlan.ts';
import { eta, ranked, type SweepRecord, type Trial, type TrialResult } from './sweepState.ts';
import { firstTrials } from './trials.ts';

/** What decides which trials there are. */
type Progress = Pick<SweepRecord, 'plan' | 'results'>;

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
