import type { RunHistory } from '../../history/history.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { DataTable } from '../common/DataTable.tsx';
import { LazyDetails } from '../common/LazyDetails.tsx';
import { accuracyText, lossText, wholeNumber } from '../words/numbers.ts';
import type { ChartKind } from './plot.ts';

/** More would make the page slow; Copy takes all. */
const shownRows = 200;

interface ValuesTableProps {
  readonly title: string;
  readonly kind: ChartKind;
  readonly history: RunHistory;
}

/** The numbers behind a chart, for those who cannot see it or want to take them along. */
export function ValuesTable(props: ValuesTableProps) {
  return (
    <LazyDetails summary={<span className="quiet">Values behind this chart</span>}>
      <Values {...props} />
    </LazyDetails>
  );
}

function Values({ title, kind, history }: ValuesTableProps) {
  const columns = kind === 'loss' ? lossColumns : accuracyColumns;
  const rows = rowsOf(history, kind);
  return (
    <>
      <ActionButton onPress={() => void navigator.clipboard.writeText(tabSeparated(columns, rows))}>
        Copy {rows.length === 1 ? 'the row' : `all ${wholeNumber(rows.length)} rows`}
      </ActionButton>
      <DataTable
        label={`${title}, values`}
        caption={`${title}, the last of at most ${shownRows} rows`}
        columns={columns}
        rows={rows
          .slice(-shownRows)
          .map(([step, ...values]) => [wholeNumber(step), ...values.map((value) => valueText(kind, value))])}
      />
    </>
  );
}

const lossColumns = ['Step', 'Loss', 'Cross-entropy', 'L2 part'];
const accuracyColumns = ['Step', 'Training accuracy', 'Validation accuracy', 'Test accuracy'];

type Row = readonly [step: number, ...values: (number | null)[]];

function rowsOf({ training, validation, test }: RunHistory, kind: ChartKind): Row[] {
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

function valueText(kind: ChartKind, value: number | null): string {
  if (value === null) return '';
  return kind === 'loss' ? lossText(value) : accuracyText(value);
}

function tabSeparated(columns: readonly string[], rows: readonly Row[]): string {
  return [columns, ...rows].map((row) => row.map((cell) => cell ?? '').join('\t')).join('\n');
}
