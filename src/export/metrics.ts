import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import type { RunHistory } from '../history/history.ts';
import type { TimePoint } from '../history/stepTimes.ts';
import { timeline } from '../history/timeline.ts';
import { changeText, measuredQuantities, measuredSeries, type QuantityName } from './measuredQuantities.ts';

/** The measurements of a run, and what they are computed from. */
export interface MeasuredRun {
  /** Its name in a table of several runs. */
  readonly label: string;
  readonly summary: {
    /** As they are now: `history` has their changes. */
    readonly hyperparameters: Hyperparameters;
    readonly step: number;
    readonly elapsedSeconds: number;
  };
  readonly history: RunHistory;
  /** Empty where they are unknown. */
  readonly times: readonly TimePoint[];
}

/** Everything that was measured or changed at one step; what was not is absent. */
export type MetricsRow = {
  readonly step: number;
  /** Time spent training until then. */
  readonly seconds?: number;
  readonly changes?: string;
} & { readonly [Name in QuantityName]?: number };

export interface MetricsColumn {
  readonly name: keyof MetricsRow | 'run';
  readonly description: string;
}

/** The columns of a table of these runs. */
export function metricsColumns(runs: readonly Pick<MeasuredRun, 'times'>[]): readonly MetricsColumn[] {
  return [
    ...(runs.length > 1 ? [runColumn] : []),
    stepColumn,
    ...(runs.some(({ times }) => times.length > 0) ? [secondsColumn] : []),
    ...measuredQuantities,
    changesColumn,
  ];
}

const runColumn: MetricsColumn = {
  name: 'run',
  description: 'The run: network, hyperparameters, seed, date and time',
};

const stepColumn: MetricsColumn = {
  name: 'step',
  description: 'Completed steps; all figures of a row are of the weights after that many updates',
};

const secondsColumn: MetricsColumn = {
  name: 'seconds',
  description: 'Seconds spent training until then, without pauses',
};

const changesColumn: MetricsColumn = {
  name: 'changes',
  description: 'Hyperparameters that were changed, from the next step on',
};

/** The rows of a run, ascending by step. Numbers have full precision. */
export function metricsRows({ summary, history, times }: Omit<MeasuredRun, 'label'>): readonly MetricsRow[] {
  const { hyperparameters, step: end, elapsedSeconds } = summary;
  const rows = new Map<number, MetricsRow>();
  const add = (step: number, values: Partial<MetricsRow>) =>
    rows.set(step, { ...rows.get(step), step, ...values });
  for (const { name, points } of measuredSeries(history, hyperparameters)) {
    for (const { step, value } of points) add(step, { [name]: value });
  }
  for (const change of history.changes) {
    const before = rows.get(change.step)?.changes;
    const text = changeText(change);
    add(change.step, { changes: before === undefined ? text : `${before}; ${text}` });
  }
  const ascending = [...rows.values()].sort((a, b) => a.step - b.step);
  if (times.length === 0) return ascending;
  const secondsAt = timeline(times, { step: end, seconds: elapsedSeconds });
  return ascending.map((row) => ({ ...row, seconds: secondsAt(row.step) }));
}

/** A table with a row for each step of each run at which anything was measured or changed; other cells are empty. */
export function metricsCsv(runs: readonly MeasuredRun[]): string {
  const names = metricsColumns(runs).map(({ name }) => name);
  const lines = runs.flatMap((run) =>
    metricsRows(run).map((row) => {
      const cells = { ...row, run: run.label };
      return names.map((name) => cell(cells[name] ?? '')).join(',');
    }),
  );
  // Line endings of RFC 4180.
  return [names.join(','), ...lines, ''].join('\r\n');
}

/** As the metadata beside the table promise: its numbers are those of XML Schema (CSVW, 6.4.2). */
function numberText(value: number): string {
  return String(value).replace('Infinity', 'INF');
}

/**
 * Describes a table of these runs, as W3C's "Metadata Vocabulary for Tabular Data" defines it. Readers find it by its name, which
 * is the table's with `-metadata.json` at its end.
 *
 * @param url the table's file name
 */
export function metricsDescription(
  url: string,
  runs: readonly Pick<MeasuredRun, 'times'>[],
  notes: readonly unknown[] = [],
): string {
  const description = {
    '@context': 'http://www.w3.org/ns/csvw',
    url,
    tableSchema: { columns: metricsColumns(runs).map(describedColumn) },
    ...(notes.length > 0 ? { notes } : {}),
  };
  return JSON.stringify(description, null, 2);
}

function describedColumn({ name, description }: MetricsColumn) {
  const isText = name === 'run' || name === 'changes';
  return {
    titles: name,
    datatype: isText ? 'string' : name === 'step' ? 'integer' : 'number',
    'dc:description': description,
  };
}

/** Escapes commas, quotes and line breaks; a name that looks like a formula must not become one in a spreadsheet. */
function cell(value: string | number): string {
  if (typeof value === 'number') return numberText(value);
  const text = /^[=+@\t\r-]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
