import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../src/runs/runRecord.ts';
import type { TrialResult } from '../../../src/sweep/sweepState.ts';
import { TrialsTable } from '../../../src/ui/sweep/TrialsTable.tsx';
import { chanceText } from '../../../src/ui/words/sweeps.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';
import { recordOfRun } from '../../fixtures/runRecords.ts';
import { planWith } from '../../fixtures/sweeps.ts';

function trialWith(validationAccuracy: number | null): TrialResult {
  const hyperparameters = { ...articleHyperparameters, validationImages: 5_000 };
  return { trial: 0, hyperparameters, runId: 'run', validationAccuracy, step: 3, seconds: 1 };
}

function tableWith(validationAccuracy: number | null, changes: Partial<RunSummary> = {}): string {
  const result = trialWith(validationAccuracy);
  const sweep = { plan: planWith(), results: [result], number: null };
  const { summary } = recordOfRun('run', 10);
  const runs = new Map([['run', { ...summary, ...changes }]]);
  return renderToStaticMarkup(createElement(TrialsTable, { sweep, runs }));
}

describe('a trial', () => {
  it('without a result is said to have diverged, or to have ended by a fault', () => {
    expect(tableWith(null, { brokenBy: 'divergence' })).toContain('none: diverged');
    expect(tableWith(null)).toContain('none: ended by a fault');
  });

  it('has its loss, which can grow beyond all use before it is no number', () => {
    expect(tableWith(0.1458, { trainLoss: 13_214_639 })).toContain('1.321e+7');
  });

  it('within two standard errors of guessing is said to be no better', () => {
    expect(tableWith(0.1084)).toContain('0.1084, no better than guessing');
    expect(tableWith(0.1086)).not.toContain('guessing');
  });

  it('is best by more than chance from two standard errors on', () => {
    // √(0.45 × 0.55 / 5,000) = 0.007036
    expect(chanceText(0.45, 5_000)).toBe(
      'On 5,000 images, differences below 0.0141 (two standard errors) may be due to chance.',
    );
  });
});
