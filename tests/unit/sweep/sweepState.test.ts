import { describe, expect, it } from 'vitest';
import { nextTrial, rungSizes, trialTotal } from '../../../src/sweep/nextTrial.ts';
import type { SweepPlan } from '../../../src/sweep/sweepPlan.ts';
import {
  ranked,
  type SweepRecord,
  type Trial,
  type TrialResult,
  winnerOf,
  withResult,
} from '../../../src/sweep/sweepState.ts';
import { firstTrials } from '../../../src/sweep/trials.ts';
import { planWith } from '../../fixtures/sweeps.ts';

type Judge = (trial: Trial) => number | null;

/** Runs trials until none is left, or for so many. */
function sweep(plan: SweepPlan, judge: Judge, most = Number.POSITIVE_INFINITY): SweepRecord {
  return goneOn({ plan, results: [], number: null }, judge, most);
}

function goneOn(begun: SweepRecord, judge: Judge, most = Number.POSITIVE_INFINITY): SweepRecord {
  let record = begun;
  for (let next = nextTrial(record); next && record.results.length < most; next = nextTrial(record)) {
    const { trial, hyperparameters } = next;
    record = withResult(record, {
      trial,
      hyperparameters,
      runId: `run ${trial}`,
      validationAccuracy: judge(next),
      step: hyperparameters.maxSteps,
      seconds: 1,
    });
  }
  return record;
}

/** The smaller the learning rate, the better. */
const judge: Judge = ({ hyperparameters }) => 1 - hyperparameters.learningRate;

describe('a sweep', () => {
  it('runs every trial once, in order, each for its steps', () => {
    const plan = planWith({ trialCount: 20 });
    const { results } = sweep(plan, judge);
    expect(results.map(({ hyperparameters }) => hyperparameters)).toEqual(firstTrials(plan));
    expect(results.map(({ trial }) => trial)).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(results.every(({ step }) => step === 20)).toBe(true);
  });

  it('goes on after a cut with the trial that was cut off, and ends as if nothing had happened', () => {
    const plan = planWith({ trialCount: 20, method: 'halving' });
    const cut: SweepRecord = JSON.parse(JSON.stringify(sweep(plan, judge, 23)));
    expect(nextTrial(cut)?.trial).toBe(23);
    expect(goneOn(cut, judge)).toEqual(sweep(plan, judge));
  });

  it('ranks by validation accuracy, the earlier of equals first, diverged trials last', () => {
    const accuracies = [0.3, null, 0.4, 0.4];
    const record = sweep(planWith(), ({ trial }) => accuracies[trial] ?? null);
    expect(ranked(record.results).map(({ trial }) => trial)).toEqual([2, 3, 0, 1]);
    expect(winnerOf(record)?.trial).toBe(2);
  });

  it('has no winner where every trial diverged', () => {
    expect(winnerOf(sweep(planWith(), () => null))).toBeNull();
  });
});

describe('successive halving', () => {
  const plan = planWith({ method: 'halving', trialCount: 20 });

  it('trains the best third on with three times the steps, until one is left', () => {
    const { results } = sweep(plan, judge);
    expect(rungSizes(plan)).toEqual([20, 7, 3]);
    const steps = results.map(({ step }) => step);
    expect(steps).toEqual([...Array(20).fill(20), ...Array(7).fill(60), ...Array(3).fill(180)]);
    const best = ranked(results.slice(0, 20)).slice(0, 7);
    const rates = (trials: readonly TrialResult[]) =>
      trials.map((trial) => trial.hyperparameters.learningRate);
    expect(rates(results.slice(20, 27))).toEqual(rates(best));
  });

  it('never trains a diverged trial on, and knows that it ends earlier', () => {
    const record = sweep(plan, (trial) => (trial.trial < 17 ? null : judge(trial)));
    expect(record.results.map(({ step }) => step)).toEqual([...Array(20).fill(20), 60, 60, 60]);
    expect(trialTotal(record)).toBe(23);
  });
});
