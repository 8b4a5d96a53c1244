import { useState } from 'react';
import type { HistogramPoint } from '../../training/history.ts';
import { ScrolledTable } from '../common/ScrolledTable.tsx';
import { wholeNumber } from '../words/numbers.ts';
import { percentile } from './buckets.ts';
import type { Quantity } from './quantities.ts';

const columns = ['Step', 'Lowest', '16 % below', 'Median', '84 % below', 'Highest', 'Counted'];

/** The numbers behind both drawings. Built only while it is open. */
export function HistogramTable({ quantity }: { readonly quantity: Quantity }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="inspect-wide" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="quiet">Values behind these drawings</summary>
      {isOpen && (
        <ScrolledTable label="Logits, values">
          <table>
            <caption>{quantity.title}, a row for each counted step</caption>
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
              {quantity.points.map((point) => (
                <Row key={point.step} point={point} />
              ))}
            </tbody>
          </table>
        </ScrolledTable>
      )}
    </details>
  );
}

function Row({ point: { step, histogram } }: { readonly point: HistogramPoint }) {
  const values = [0, 0.1587, 0.5, 0.8413, 1].map((rank) => percentile(histogram, rank));
  return (
    <tr>
      <th scope="row">{wholeNumber(step)}</th>
      {values.map((value, index) => (
        <td key={columns[index + 1]}>{value.toPrecision(4)}</td>
      ))}
      <td>{wholeNumber(histogram.count)}</td>
    </tr>
  );
}
