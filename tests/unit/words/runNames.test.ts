import { describe, expect, it } from 'vitest';
import type { Hyperparameters } from '../../../src/configuration/hyperparameters.ts';
import type { RunSummary } from '../../../src/runs/runRecord.ts';
import { runNames } from '../../../src/ui/words/runNames.ts';
import { recordOfRun } from '../../fixtures/runRecords.ts';

function run(
  id: string,
  values: Partial<Hyperparameters> = {},
  changes: Partial<RunSummary> = {},
): RunSummary {
  const { summary } = recordOfRun(id, 200);
  return { ...summary, hyperparameters: { ...summary.hyperparameters, ...values }, ...changes };
}

const names = (...runs: readonly RunSummary[]) => [...runNames(runs.toReversed()).values()];

describe('the name of a run', () => {
  it('is the size of the network, and what tells it from the article’s run and from earlier ones', () => {
    expect(names(run('a', { hiddenUnits: 280, regConstant: 0.39 }), run('b'))).toEqual([
      '280 units, reg 0.39',
      '120 units, reg 0.1',
    ]);
    expect(names(run('a', { seed: 7 }), run('b', { optimizer: 'adam', seed: 7 }))).toEqual([
      '120 units, seed 7',
      '120 units, Adam, seed 7',
    ]);
  });

  it('has its steps, which a column has, only where they tell it from another', () => {
    const short = { maxSteps: 300 };
    expect(names(run('a'), run('b', { ...short, regConstant: 0.39 }), run('c', short))).toEqual([
      '120 units',
      '120 units, reg 0.39',
      '120 units, reg 0.1',
    ]);
    expect(names(run('a'), run('b', short))).toEqual(['120 units', '120 units, 300 steps']);
  });

  it('stays as it is when other runs come', () => {
    const runs = [run('a'), run('b', { seed: 2 }), run('c', { regConstant: 0.39 }), run('d', { seed: 2 })];
    const before = names(...runs);
    const others = [run('e'), run('f', { hiddenUnits: 60, learningRate: 0.01 }), run('g', { seed: 3 })];
    expect(names(...runs, ...others).slice(0, runs.length)).toEqual(before);
  });

  it('is the size of the network where nothing differs, numbered from the oldest', () => {
    expect(names(run('a'))).toEqual(['120 units']);
    expect(names(run('a'), run('b'), run('c'))).toEqual(['120 units', '120 units (2)', '120 units (3)']);
  });

  it('is the user’s where there is one, which no number joins', () => {
    expect(names(run('a', {}, { name: 'wide' }), run('b'), run('c'))).toEqual([
      'wide',
      '120 units',
      '120 units (2)',
    ]);
  });

  it('tells the way of a value that was changed in the middle of the run', () => {
    const changed = { changes: [{ step: 249, key: 'regConstant', from: 0.012, to: 0.39 } as const] };
    expect(names(run('a', { regConstant: 0.39 }, changed), run('b', { regConstant: 0.39 }))).toEqual([
      '120 units, reg 0.012 → 0.39 at 249',
      '120 units, reg 0.39',
    ]);
  });

  it('has three parts, those that few others have, and more only where it takes them to tell two apart', () => {
    const usual = { learningRate: 0.01, regConstant: 0, batchSize: 100 };
    const odd = run('c', { ...usual, seed: 3, dropout: 0.5, hiddenUnits: 60 });
    const runs = [run('a'), run('b', usual), run('d', { ...usual, seed: 2 }), odd, run('e', usual)];
    expect(names(...runs)[3]).toBe('60 units, dropout 0.5, seed 3');
    expect(new Set(names(...runs)).size).toBe(5);
  });

  it('stays the same object while runs only get on', () => {
    const runs = [run('a'), run('b', { seed: 2 })];
    const before = runNames(runs);
    expect(runNames(runs.map((summary) => ({ ...summary, step: summary.step + 1 })))).toBe(before);
    expect(runNames([...runs, run('c', { seed: 3 })])).not.toBe(before);
  });
});
