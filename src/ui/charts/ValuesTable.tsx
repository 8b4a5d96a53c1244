import { useState } from 'react';
import type { RunHistory } from '../../training/history.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { ScrolledTable } from '../common/ScrolledTable.tsx';
import { accuracyText, lossText, wholeNumber } from '../words/numbers.ts';

/** More would make the page slow; Copy takes all. */
const shownRows = 200;

interface ValuesTableProps {
  readonly title: string;
  readonly kind: 'loss' | 'accuracy';
  readonly history: RunHistory;
}

/** The numbers behind a chart, for those who cannot see it or want to take them along. Built only while it is open. */
export function ValuesTable({ title, kind, history }: ValuesTableProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="quiet">Values behind this chart</summary>
      {isOpen && <Values title={title} kind={kind} history={history} />}
    </details>
  );
}

function Values({ title, kind, history }: ValuesTableProps) {
  const columns = kind === 'loss' ? lossColumns : accuracyColumns;
  const rows = rowsOf(history, kind);
  return (
    <>
      <ActionButton onPress={() => void navigator.clipboard.writeText(tabSeparated(columns, rows))}>
        Copy all {wholeNumber(rows.length)} rows
      </ActionButton>
      <ScrolledTable label={`${title}, values`}>
        <table>
          <caption>
            {title}, the last of at most {shownRows} rows
          </caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(-shownRows).map(([step, ...values]) => (
              <tr key={step}>
                <th scope="row">{wholeNumber(step ?? 0)}</th>
                {values.map((value, index) => (
                  <td key={columns[index + 1]}>{valueText(kind, value)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrolledTable>
    </>
  );
}

const lossColumns = ['Step', 'Loss', 'Cross-entropy', 'L2 part'];
const accuracyColumns = ['Step', 'Training accuracy', 'Validation accuracy', 'Test accuracy'];

type Row = readonly (number | null)[];

function rowsOf({ training, validation, test }: RunHistory, kind: 'loss' | 'accuracy'): Row[] {
  if (kind === 'loss') {
    return training.map(({ step, loss, crossEntropy, l2Penalty }) => [step, loss, crossEntropy, l2Penalty]);
  }
  const columns = [training, validation, test].map(
    (points) => new Map(points.map(({ step, accuracy }) => [step, accuracy])),
  );
  const steps = new Set(columns.flatMap((column) => [...column.keys()]));
  return [...steps]
    .sort((a, b) => a - b)
    .map((step) => [step, ...columns.map((column) => column.get(step) ?? null)]);
}

function valueText(kind: 'loss' | 'accuracy', value: number | null | undefined): string {
  if (value === null || value === undefined) return '';
  return kind === 'loss' ? lossText(value) : accuracyText(value);
}

function tabSeparated(columns: readonly string[], rows: readonly Row[]): string {
  return [columns, ...rows].map((row) => row.map((cell) => cell ?? '').join('\t')).join('\n');
}
