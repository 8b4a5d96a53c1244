import { snakeCase } from '../configuration/snakeCase.ts';
import type { ExportedFile } from '../export/weightsFormats.ts';
import type { RunHistory } from '../training/history.ts';
import type { RunRecord } from './runRecord.ts';

/** Everything that was measured in these runs, as one file. */
export function metricsFile(records: readonly RunRecord[], format: 'csv' | 'json'): ExportedFile {
  const [only] = records;
  const subject = records.length === 1 && only ? only.summary.id : `${records.length}-runs`;
  const text = format === 'csv' ? metricsCsv(records) : metricsJson(records);
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
 * A table with a row for each step of each run at which anything was measured or changed. Training columns were measured before the
 * step's update, the other accuracies after so many completed steps. Numbers are written in full; what was not measured is empty.
 */
export function metricsCsv(records: readonly RunRecord[]): string {
  const rows = records.flatMap(({ summary, history }) =>
    rowsOf(history).map((row) => ({ run: summary.id, name: summary.name, ...row })),
  );
  const lines = rows.map((row: Row) => columns.map((column) => cell(row[column] ?? '')).join(','));
  // RFC 4180 ends lines so.
  return [columns.join(','), ...lines, ''].join('\r\n');
}

/** The runs' whole records, but for their histograms and logs. */
export function metricsJson(records: readonly RunRecord[]): string {
  const runs = records.map(({ summary, history }) => ({ ...summary, history }));
  return JSON.stringify({ runs }, null, 2);
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
    const change = `${snakeCase(key)}: ${from} to ${to}`;
    add(step, { changes: before === undefined ? change : `${before}; ${change}` });
  }
  return [...rows.values()].sort((a, b) => Number(a.step) - Number(b.step));
}

/** A name may hold commas, quotes and line breaks; one that begins like a formula must not become one in a spreadsheet. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+@\t\r-]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
