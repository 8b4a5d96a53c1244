import { expect, it } from 'vitest';
import { changeParameters } from '../../../src/training/changeParameters.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';

it('a run that is given fewer steps than it has ends with those that it has', () => {
  const history = { training: [], validation: [], test: [], changes: [] };
  const run = { step: 501, hyperparameters: articleHyperparameters, history };
  const change = { step: 501, key: 'maxSteps', from: 2_000, to: 501 };
  expect(changeParameters(run, { ...articleHyperparameters, maxSteps: 6 })).toEqual([change]);
  expect(run.hyperparameters.maxSteps).toBe(501);
  expect(history.changes).toEqual([change]);
});
