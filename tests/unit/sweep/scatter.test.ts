import { describe, expect, it } from 'vitest';
import type { Dimension } from '../../../src/sweep/sweepPlan.ts';
import { scatterOf } from '../../../src/ui/sweep/scatter.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';

const rates: Dimension = { kind: 'numeric', key: 'learningRate', from: 1e-4, to: 1e-2, isLog: true };

function trialWith(trial: number, learningRate: number, validationAccuracy: number | null) {
  const hyperparameters = { ...articleHyperparameters, learningRate };
  return { trial, hyperparameters, runId: 'run', validationAccuracy, step: 20, seconds: 1 };
}

describe('the dots of a sweep', () => {
  it('are there for a single trial, and for trials that are all alike', () => {
    expect(scatterOf(rates, [trialWith(0, 1e-3, 0.4)])).toMatchObject({
      dots: [{ trial: 0, x: 0.5, y: 0 }],
      range: [0.4, 0.4],
    });
    const alike = scatterOf(rates, [trialWith(0, 1e-4, 0.4), trialWith(1, 1e-2, 0.4)]);
    expect(alike.dots.map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });

  it('leave out trials without a result, and have a place where a stored range is a single value', () => {
    const single: Dimension = { ...rates, from: 1e-3, to: 1e-3 };
    expect(scatterOf(single, [trialWith(0, 1e-3, null), trialWith(1, 1e-3, 0.4)])).toEqual({
      dots: [{ trial: 1, x: 0.5, y: 0 }],
      range: [0.4, 0.4],
      ticks: [{ x: 0.5, label: '0.001' }],
    });
  });
});
