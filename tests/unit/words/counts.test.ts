import { describe, expect, it } from 'vitest';
import { counted } from '../../../src/ui/words/numbers.ts';
import { parameterPhrase, shortConfiguration } from '../../../src/ui/words/parameters.ts';
import { planText } from '../../../src/ui/words/sweeps.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';
import { planWith } from '../../fixtures/sweeps.ts';

describe('a count', () => {
  it('has its noun in the singular where it is one, and its thousands apart', () => {
    expect([0, 1, 2, 1_240].map((count) => counted(count, 'step'))).toEqual([
      '0 steps',
      '1 step',
      '2 steps',
      '1,240 steps',
    ]);
  });

  it('of one is one in every sentence', () => {
    const values = { ...articleHyperparameters, hiddenUnits: 1, maxSteps: 1 };
    expect(parameterPhrase('hiddenUnits', values)).toBe('1 hidden unit');
    expect(parameterPhrase('maxSteps', values)).toBe('1 step in all');
    expect(shortConfiguration('two-layer', values)).toBe('1 unit, rate 0.001');
    expect(planText(planWith({ trialCount: 1, stepsPerTrial: 1 }))).toBe('1 trial of 1 step.');
  });
});
