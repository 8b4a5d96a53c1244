import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { TrialsTable } from '../../../src/ui/sweep/TrialsTable.tsx';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';
import { planWith } from '../../fixtures/sweeps.ts';

function tableWith(validationAccuracy: number | null, diverged: readonly string[] = []): string {
  const hyperparameters = { ...articleHyperparameters, validationImages: 5_000 };
  const result = { trial: 0, hyperparameters, runId: 'run', validationAccuracy, step: 3, seconds: 1 };
  const sweep = { plan: planWith(), results: [result], number: null };
  return renderToStaticMarkup(createElement(TrialsTable, { sweep, diverged: new Set(diverged) }));
}

describe('a trial', () => {
  it('without a result is said to have diverged, or to have ended by a fault', () => {
    expect(tableWith(null, ['run'])).toContain('none: diverged');
    expect(tableWith(null, ['another'])).toContain('none: ended by a fault');
  });

  it('within two standard errors of guessing is said to be no better', () => {
    expect(tableWith(0.1084)).toContain('0.1084, no better than guessing');
    expect(tableWith(0.1086)).not.toContain('guessing');
  });
});
