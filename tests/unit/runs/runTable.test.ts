import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../src/runs/runRecord.ts';
import type { SweepRecord } from '../../../src/sweep/sweepState.ts';
import { type Column, entriesOf } from '../../../src/ui/runs/runTable.ts';
import { recordOfRun } from '../../fixtures/runRecords.ts';
import { planWith } from '../../fixtures/sweeps.ts';

const plan = planWith();

function run(id: string, changes: Partial<RunSummary> = {}): RunSummary {
  return { ...recordOfRun(id, 200).summary, ...changes };
}

function sweepOf(...runIds: readonly string[]): SweepRecord {
  const results = runIds.map((runId, trial) => ({
    ...{ trial, runId, hyperparameters: plan.base, validationAccuracy: 0.3, step: 20, seconds: 1 },
  }));
  return { plan, results, number: 1 };
}

interface Options {
  readonly column?: Column;
  readonly isDescending?: boolean;
  readonly sweeps?: readonly SweepRecord[];
  readonly isOpen?: boolean;
  readonly present?: { readonly sweepId: string; readonly runId: string };
}

/** What is listed, trials in brackets. */
function listed(runs: readonly RunSummary[], options: Options = {}): string[] {
  const { column = 'when', isDescending = true, sweeps = [], isOpen = true, present = null } = options;
  const names = new Map(runs.map(({ id }) => [id, id]));
  const sorting = { column, isDescending };
  return entriesOf({ runs, names, sweeps, present, sorting, isOpen: () => isOpen }).map((entry) => {
    if (entry.kind === 'sweep') return `sweep of ${entry.trials.length}`;
    return entry.isTrial ? `(${entry.run.id})` : entry.run.id;
  });
}

describe('the table of runs', () => {
  const good = run('good', { testAccuracy: 0.5, elapsedSeconds: 30 });
  const poor = run('poor', { testAccuracy: 0.2, elapsedSeconds: 40 });
  const unseen = run('unseen', { testAccuracy: null, elapsedSeconds: 20 });

  it('is in the order of the list, the newest first, or the other way round', () => {
    expect(listed([poor, unseen, good])).toEqual(['poor', 'unseen', 'good']);
    expect(listed([poor, unseen, good], { isDescending: false })).toEqual(['good', 'unseen', 'poor']);
  });

  it('is sorted by a column, runs without a value last either way', () => {
    expect(listed([poor, unseen, good], { column: 'test' })).toEqual(['good', 'poor', 'unseen']);
    expect(listed([poor, unseen, good], { column: 'test', isDescending: false })).toEqual([
      'poor',
      'good',
      'unseen',
    ]);
    expect(listed([poor, unseen, good], { column: 'time' })).toEqual(['poor', 'good', 'unseen']);
  });

  it('sorts names by the numbers in them', () => {
    const runs = ['120 units', '8 units', '60 units'].map((id) => run(id));
    expect(listed(runs, { column: 'name', isDescending: false })).toEqual([
      '8 units',
      '60 units',
      '120 units',
    ]);
  });

  it('has trials below their sweep, which stands where its best or newest trial would', () => {
    const runs = [run('after'), poor, good, run('before', { testAccuracy: 0.4 })];
    const sweeps = [sweepOf('poor', 'good')];
    expect(listed(runs, { sweeps })).toEqual(['after', 'sweep of 2', '(poor)', '(good)', 'before']);
    expect(listed(runs, { sweeps, column: 'test' })).toEqual([
      'sweep of 2',
      '(good)',
      '(poor)',
      'before',
      'after',
    ]);
    expect(listed(runs, { sweeps, isOpen: false })).toEqual(['after', 'sweep of 2', 'before']);
  });

  it('counts the trial that is under way among those of its sweep, and lists no sweep without runs', () => {
    const present = { sweepId: plan.id, runId: 'poor' };
    expect(listed([poor, good], { sweeps: [sweepOf('gone')] })).toEqual(['poor', 'good']);
    expect(listed([poor, good], { sweeps: [sweepOf('gone')], present })).toEqual([
      'sweep of 1',
      '(poor)',
      'good',
    ]);
  });
});
