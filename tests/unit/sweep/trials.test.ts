import { describe, expect, it } from 'vitest';
import { problemWith } from '../../../src/configuration/checkNumber.ts';
import { type Hyperparameters, isChoiceKey } from '../../../src/configuration/hyperparameters.ts';
import { numberSpec } from '../../../src/configuration/numberSpec.ts';
import { parseHyperparameters, textsOf } from '../../../src/configuration/parseHyperparameters.ts';
import { twoLayerNetwork } from '../../../src/network/twoLayerNetwork.ts';
import type { Dimension } from '../../../src/sweep/sweepPlan.ts';
import { firstTrials } from '../../../src/sweep/trials.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';
import { planWith } from '../../fixtures/sweeps.ts';

const learningRate: Dimension = { kind: 'numeric', key: 'learningRate', from: 1e-4, to: 1, isLog: true };
const shift: Dimension = { kind: 'numeric', key: 'shift', from: 0, to: 2, isLog: false };
const batchSize: Dimension = { kind: 'numeric', key: 'batchSize', from: 50, to: 1_000, isLog: true };
const optimizer: Dimension = { kind: 'choice', key: 'optimizer', options: ['sgd', 'momentum'] };
const momentum: Dimension = { kind: 'numeric', key: 'momentum', from: 0.5, to: 0.9, isLog: false };

const keys = twoLayerNetwork.parameters;

describe('a grid', () => {
  it('spreads evenly from end to end, by ratio where it is logarithmic', () => {
    const plan = planWith({ method: 'grid', dimensions: [learningRate], trialCount: 5 });
    expect(firstTrials(plan).map((trial) => trial.learningRate)).toEqual([1e-4, 1e-3, 1e-2, 1e-1, 1]);
  });

  it('gives no dimension more places than it has values, and the rest to the others', () => {
    const plan = planWith({ method: 'grid', dimensions: [learningRate, shift], trialCount: 20 });
    const trials = firstTrials(plan);
    expect(new Set(trials.map((trial) => trial.shift))).toEqual(new Set([0, 1, 2]));
    expect(new Set(trials.map((trial) => trial.learningRate)).size).toBe(6);
    expect(trials).toHaveLength(18);
  });

  it('tries once what comes to the same training', () => {
    const plan = planWith({ method: 'grid', dimensions: [optimizer, momentum], trialCount: 6 });
    expect(firstTrials(plan).map((trial) => [trial.optimizer, trial.momentum])).toEqual([
      ['sgd', articleHyperparameters.momentum],
      ['momentum', 0.5],
      ['momentum', 0.7],
      ['momentum', 0.9],
    ]);
  });
});

describe('a random search', () => {
  const dimensions = [learningRate, batchSize, shift, optimizer, momentum];

  it('draws the same trials from the same plan, and others from another seed', () => {
    const plan = planWith({ dimensions, trialCount: 30 });
    expect(firstTrials(plan)).toEqual(firstTrials(planWith({ dimensions, trialCount: 30 })));
    expect(firstTrials(plan)).not.toEqual(firstTrials(planWith({ dimensions, trialCount: 30, seed: 8 })));
  });

  it('keeps its first trials when more are wanted', () => {
    const few = firstTrials(planWith({ dimensions, trialCount: 3 }));
    expect(firstTrials(planWith({ dimensions, trialCount: 30 })).slice(0, 3)).toEqual(few);
  });

  it.each(['random', 'halving'] as const)(
    'tries once what comes to the same training, when it is %s',
    (method) => {
      const plan = planWith({ method, dimensions: [optimizer, shift], trialCount: 6 });
      const tried = firstTrials(plan).map((trial) => `${trial.optimizer} ${trial.shift}`);
      expect(tried.toSorted()).toEqual(['momentum 0', 'momentum 1', 'momentum 2', 'sgd 0', 'sgd 1', 'sgd 2']);
    },
  );

  it('has fewer trials where its dimensions have no more', () => {
    expect(firstTrials(planWith({ dimensions: [optimizer], trialCount: 1_000 }))).toHaveLength(2);
  });

  it('of the first version keeps its trials, with repetitions, so that one that was cut off goes on where it was', () => {
    const plan = planWith({ dimensions: [optimizer, shift], trialCount: 6, isDrawnOnce: false });
    expect(firstTrials(plan).map((trial) => `${trial.optimizer} ${trial.shift}`)).toEqual([
      'momentum 0',
      'sgd 2',
      'sgd 2',
      'sgd 0',
      'momentum 0',
      'momentum 2',
    ]);
  });

  it('draws each power of ten about as often where it is logarithmic', () => {
    const trials = firstTrials(planWith({ dimensions: [learningRate], trialCount: 400 }));
    const decades = trials.map((trial) => Math.floor(Math.log10(trial.learningRate)));
    for (const decade of [-4, -3, -2, -1]) {
      const share = decades.filter((other) => other === decade).length / trials.length;
      expect(Math.abs(share - 0.25)).toBeLessThan(0.08);
    }
  });

  it('draws only values that a person could type, whatever the batch size has to divide', () => {
    const trials = firstTrials(planWith({ dimensions, trialCount: 200 }));
    for (const trial of trials) {
      expect(problemsOf(trial)).toEqual([]);
      expect(trial.batchSize).toBeGreaterThanOrEqual(50);
      expect(trial.batchSize).toBeLessThanOrEqual(1_000);
      expect(45_000 % trial.batchSize).toBe(0);
    }
  });

  it('draws what the fields of the page give back exactly', () => {
    for (const trial of firstTrials(planWith({ dimensions, trialCount: 200 }))) {
      expect(parseHyperparameters(textsOf(trial), keys)).toEqual(trial);
    }
  });
});

function problemsOf(values: Hyperparameters): unknown[] {
  return keys.flatMap((key) => {
    const problem = isChoiceKey(key) ? null : problemWith(numberSpec(key, values), values[key] ?? Number.NaN);
    return problem ? [{ key, problem }] : [];
  });
}
