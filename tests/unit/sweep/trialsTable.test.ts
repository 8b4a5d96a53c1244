import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { TrialsTable } from '../../../src/ui/sweep/TrialsTable.tsx';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';
import { planWith } from '../../fixtures/sweeps.ts';

it('a trial without a result is said to have ended by a fault: it may have diverged, or been too large', () => {
  const result = {
    trial: 0,
    hyperparameters: articleHyperparameters,
    runId: 'run',
    validationAccuracy: null,
    step: 3,
    seconds: 1,
  };
  const sweep = { plan: planWith(), results: [result], number: null };
  expect(renderToStaticMarkup(createElement(TrialsTable, { sweep }))).toContain('none: ended by a fault');
});
