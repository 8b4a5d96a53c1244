import { describe, expect, it } from 'vitest';
import type { Hyperparameters } from '../../../src/configuration/hyperparameters.ts';
import { checkDraft, dimensionDraft, initialDraft, type SweepDraft } from '../../../src/sweep/sweepDraft.ts';
import { firstTrials } from '../../../src/sweep/trials.ts';
import { draftProblemText, judgingText, planText } from '../../../src/ui/words/sweeps.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';

const circumstances = { network: 'two-layer', base: articleHyperparameters };

function check(changes: Partial<SweepDraft>) {
  return checkDraft({ ...initialDraft(articleHyperparameters), ...changes }, circumstances);
}

/** Where each problem is, and what is said of it. */
function problemsOf(changes: Partial<SweepDraft>): [string, string][] {
  const checked = check(changes);
  return checked.ok ? [] : checked.problems.map(({ field, problem }) => [field, draftProblemText(problem)]);
}

function learningRate(from: string, to: string, isLog = true): Partial<SweepDraft> {
  return { dimensions: [{ kind: 'numeric', key: 'learningRate', from, to, isLog }] };
}

describe('a sweep as it is typed', () => {
  it('begins around the values that are chosen, within what they may be', () => {
    const rangesOf = (values: Partial<Hyperparameters>) =>
      initialDraft({ ...articleHyperparameters, ...values }).dimensions.map((dimension) =>
        dimension.kind === 'numeric' ? [dimension.key, dimension.from, dimension.to] : [],
      );
    expect(rangesOf({})).toEqual([
      ['learningRate', '0.0001', '0.01'],
      ['regConstant', '0.001', '1'],
    ]);
    expect(rangesOf({ learningRate: 0.3, regConstant: 0 })).toEqual([['learningRate', '0.03', '1']]);
  });

  it('is a plan from the start, with 20 trials that differ in learning rate and regularization', () => {
    const checked = check({});
    if (!checked.ok) throw new Error('the first draft is wrong');
    const trials = firstTrials({ ...checked.plan, id: '' });
    expect(trials).toHaveLength(20);
    const pairs = trials.map(({ learningRate, regConstant }) => `${learningRate} ${regConstant}`);
    expect(new Set(pairs).size).toBe(20);
    expect(planText(checked.plan)).toBe('20 trials of 500 steps.');
  });

  it('keeps 5,000 images for validation where none are, and says what becomes of the batch size', () => {
    const checked = check({});
    if (!checked.ok) throw new Error('the first draft is wrong');
    expect(checked.plan.base).toMatchObject({ validationImages: 5_000, batchSize: 375, maxSteps: 500 });
    expect(judgingText(articleHyperparameters, checked.plan.base)).toContain(
      'The batch size becomes 375, because 400 does not divide the other 45,000.',
    );
  });

  it('says beside its field what is wrong with a value', () => {
    expect(problemsOf({ trials: 'many' })).toEqual([
      ['trials', '“many” is not a number. Type a whole number from 1 to 1000.'],
    ]);
    expect(problemsOf(learningRate('0.01', '0.001'))).toEqual([
      ['to', 'The end of the range must be above its start: type more than 0.01.'],
    ]);
    expect(problemsOf(learningRate('0.01', '7'))).toEqual([['to', 'Too large: the maximum is 1.']]);
    expect(problemsOf({ dimensions: [] }).map(([field]) => field)).toEqual(['dimensions']);
  });

  it('reads its numbers as Configure does, and guesses none', () => {
    const checked = check({ ...learningRate('0,001', '1e−2'), trials: '1 000', steps: '2,5e2' });
    if (!checked.ok) throw new Error('the numbers are wrong');
    expect(checked.plan).toMatchObject({ trialCount: 1_000, stepsPerTrial: 250 });
    expect(checked.plan.dimensions).toMatchObject([{ from: 0.001, to: 0.01 }]);
    expect(problemsOf({ trials: '1.000', steps: '2.000', seconds: '1,500' })).toEqual([
      ['trials', '1.000 can mean 1 or 1000: write 1 or 1000.'],
      ['steps', '2.000 can mean 2 or 2000: write 2 or 2000.'],
      ['seconds', '1,500 can mean 1.5 or 1500: write 1.5 or 1500.'],
    ]);
  });

  it('cannot begin a logarithmic range at 0', () => {
    const dimensions = [{ kind: 'numeric', key: 'regConstant', from: '0', to: '1', isLog: true }] as const;
    expect(problemsOf({ dimensions }).map(([field]) => field)).toEqual(['from']);
    expect(problemsOf({ dimensions: [{ ...dimensions[0], isLog: false }] })).toEqual([]);
  });

  it('needs two options of a choice to differ in', () => {
    expect(problemsOf({ dimensions: [dimensionDraft('optimizer')] })).toEqual([]);
    const one = { kind: 'choice', key: 'optimizer', options: ['adam'] } as const;
    expect(problemsOf({ dimensions: [one] }).map(([field]) => field)).toEqual(['options']);
  });

  it('ends trials after a time only where their learning rate does not depend on the last step', () => {
    const timed = check({ seconds: '30' });
    if (!timed.ok) throw new Error('the limit is wrong');
    expect(timed.plan.secondsPerTrial).toBe(30);
    expect(planText(timed.plan)).toBe('20 trials of 500 steps, or 30 s.');
    expect(problemsOf({ seconds: 'soon' }).map(([field]) => field)).toEqual(['seconds']);
    const dimensions = [dimensionDraft('schedule')];
    expect(problemsOf({ seconds: '30', dimensions }).map(([field]) => field)).toEqual(['seconds']);
  });

  it('says how a halving goes on, and where its last trials would be too long', () => {
    const checked = check({ method: 'halving' });
    if (!checked.ok) throw new Error('the halving is wrong');
    expect(planText(checked.plan)).toBe('20 trials of 500 steps, then 7 of 1,500, then 3 of 4,500.');
    expect(problemsOf({ method: 'halving', steps: '20000' })).toEqual([
      ['steps', 'Too large: the last trials would have more than 100,000 steps. The maximum is 11111.'],
    ]);
  });
});
