import { networkNamed } from '../../network/networks.ts';
import type { RunSummary } from '../../runs/runRecord.ts';
import type { SweepRecord } from '../../sweep/sweepState.ts';

export const columns = ['name', 'network', 'test', 'validation', 'steps', 'time', 'when'] as const;
export type Column = (typeof columns)[number];

export interface Sorting {
  readonly column: Column;
  readonly isDescending: boolean;
}

/** A row: a run, or a sweep above its trials. */
export type Entry = RunEntry | SweepEntry;

export interface RunEntry {
  readonly kind: 'run';
  readonly run: RunSummary;
  readonly isTrial: boolean;
}

export interface SweepEntry {
  readonly kind: 'sweep';
  readonly sweep: SweepRecord;
  readonly trials: readonly RunSummary[];
  readonly isOpen: boolean;
  readonly values: RowValues;
}

/** What a row is sorted by; null stands last, whatever the order. */
type RowValues = Readonly<Record<Column, string | number | null>>;

interface TableContents {
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  readonly names: ReadonlyMap<string, string>;
  readonly sweeps: readonly SweepRecord[];
  /** The run of the trial that is under way, and its sweep. */
  readonly present: { readonly sweepId: string; readonly runId: string } | null;
  readonly sorting: Sorting;
  /** Whether a sweep's trials are listed below it. */
  readonly isOpen: (sweepId: string, trials: readonly RunSummary[]) => boolean;
}

/** The rows of the table in their order; trials stand below their sweep, in the same order. */
export function entriesOf({ runs, names, sweeps, present, sorting, isOpen }: TableContents): Entry[] {
  const sweepIds = new Map(
    sweeps.flatMap(({ plan, results }) => results.map(({ runId }) => [runId, plan.id])),
  );
  if (present) sweepIds.set(present.runId, present.sweepId);
  const valued = runs.map((run, index) => ({
    run,
    values: valuesOf(run, names.get(run.id) ?? run.name, -index),
  }));
  const ordered = valued.sort((one, other) => compared(one.values, other.values, sorting));
  const rowsOf = (sweepId: string | undefined) =>
    ordered.filter(({ run }) => sweepIds.get(run.id) === sweepId);
  const single = rowsOf(undefined).map(({ run, values }) => ({
    values,
    entries: [{ kind: 'run', run, isTrial: false }] satisfies Entry[],
  }));
  const grouped = sweeps.flatMap((sweep) => {
    const rows = rowsOf(sweep.plan.id);
    const trials = rows.map(({ run }) => run);
    const values = summarized(
      sweep,
      rows.map((row) => row.values),
    );
    const entry: SweepEntry = { kind: 'sweep', sweep, trials, values, isOpen: isOpen(sweep.plan.id, trials) };
    const below = entry.isOpen ? trials.map((run): Entry => ({ kind: 'run', run, isTrial: true })) : [];
    return trials.length === 0 ? [] : [{ values, entries: [entry, ...below] }];
  });
  return [...single, ...grouped]
    .sort((one, other) => compared(one.values, other.values, sorting))
    .flatMap(({ entries }): readonly Entry[] => entries);
}

function valuesOf(run: RunSummary, name: string, when: number): RowValues {
  return {
    name,
    network: networkNamed(run.network)?.title ?? run.network,
    test: run.testAccuracy,
    validation: run.validationAccuracy,
    steps: run.step,
    time: run.elapsedSeconds,
    when,
  };
}

/** Of a sweep, the best and the latest of its trials, and the time that they took together. */
function summarized({ plan }: SweepRecord, trials: readonly RowValues[]): RowValues {
  const numbers = (column: Column) =>
    trials.map((values) => values[column]).filter((value) => typeof value === 'number');
  const max = (column: Column) => (numbers(column).length === 0 ? null : Math.max(...numbers(column)));
  return {
    name: plan.id,
    network: networkNamed(plan.network)?.title ?? plan.network,
    test: max('test'),
    validation: max('validation'),
    steps: max('steps'),
    time: numbers('time').reduce((sum, seconds) => sum + seconds, 0),
    when: max('when'),
  };
}

const collator = new Intl.Collator('en', { numeric: true });

function compared(one: RowValues, other: RowValues, { column, isDescending }: Sorting): number {
  const [a, b] = [one[column], other[column]];
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order =
    typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
  return isDescending ? -order : order;
}
