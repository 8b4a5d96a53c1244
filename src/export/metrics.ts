import { parameterName } from '../configuration/parameters.ts';
import type { RunHistory } from '../history/history.ts';
import type { ExportedFile } from './exportedFile.ts';

/** The measurements of a run; the JSON file also includes the other fields of its summary. */
export interface MeasuredRun {
  readonly summary: { readonly id: string; readonly name: string };
  readonly history: RunHistory;
}

/** All measurements of these runs in one file. */
export function metricsFile(runs: readonly MeasuredRun[], format: 'csv' | 'json'): ExportedFile {
  const [only] = runs;
  const subject = runs.length === 1 && only ? only.summary.id : `${runs.length}-runs`;
  const text = format === 'csv' ? metricsCsv(runs) : metricsJson(runs);
  return {
    name: `cifar-10-metrics-${subject.replaceAll(/[^\w-]/g, '-')}.${format}`,
    mediaType: format === 'csv' ? 'text/csv' : 'application/json',
    bytes: new TextEncoder().encode(text),
  };
}

const columns = [
  'run',
  'name',
  'step',
  'loss',
  'cross_entropy',
  'l2_penalty',
  'train_accuracy',
  'validation_accuracy',
  'test_accuracy',
  'changes',
] as const;

type Column = (typeof columns)[number];
type Row = Readonly<Partial<Record<Column, string | number>>>;

/**
 * A table with a row for each step of each run at which anything was measured or changed. The training columns were measured
 * before the step's update, the other accuracies after that many completed steps. Numbers are written in full precision; cells
 * without a measurement are empty.
 */
export function metricsCsv(runs: readonly MeasuredRun[]): string {
  const rows = runs.flatMap(({ summary, history }) =>
    rowsOf(history).map((row) => ({ run: summary.id, name: summary.name, ...row })),
  );
  const lines = rows.map((row: Row) => columns.map((column) => cell(row[column] ?? '')).join(','));
  // Line endings of RFC 4180.
  return [columns.join(','), ...lines, ''].join('\r\n');
}

/** All data of the runs, with configurations and every measurement. */
export function metricsJson(runs: readonly MeasuredRun[]): string {
  return JSON.stringify({ runs: runs.map(({ summary, history }) => ({ ...summary, history })) }, null, 2);
}

function rowsOf({ training, validation, test, changes }: RunHistory): Row[] {
  const rows = new Map<number, Row>();
  const add = (step: number, values: Row) => rows.set(step, { ...rows.get(step), step, ...values });
  for (const { step, loss, crossEntropy, l2Penalty, accuracy } of training) {
    add(step, { loss, cross_entropy: crossEntropy, l2_penalty: l2Penalty, train_accuracy: accuracy });
  }
  for (const { step, accuracy } of validation) add(step, { validation_accuracy: accuracy });
  for (const { step, accuracy } of test) add(step, { test_accuracy: accuracy });
  for (const { step, key, from, to } of changes) {
    const before = rows.get(step)?.changes;
    const change = `${parameterName(key)}: ${from} to ${to}`;
    add(step, { changes: before === undefined ? change : `${before}; ${change}` });
  }
  return [...rows.values()].sort((a, b) => Number(a.step) - Number(b.step));
}

/** Escapes commas, quotes and line breaks; a name that looks like a formula must not become one in a spreadsheet. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+@\t\r-]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
