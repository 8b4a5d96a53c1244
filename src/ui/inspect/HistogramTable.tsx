import { DataTable } from '../common/DataTable.tsx';
import { LazyDetails } from '../common/LazyDetails.tsx';
import { wholeNumber } from '../words/numbers.ts';
import { percentile } from './buckets.ts';
import type { Quantity } from './quantities.ts';

const columns = ['Step', 'Lowest', '16 % below', 'Median', '84 % below', 'Highest', 'Counted'];
const ranks = [0, 0.1587, 0.5, 0.8413, 1];

/** The numbers behind both drawings. */
export function HistogramTable({ quantity }: { readonly quantity: Quantity }) {
  return (
    <LazyDetails
      className="inspect-wide"
      summary={<span className="quiet">Values behind these drawings</span>}
    >
      <Percentiles quantity={quantity} />
    </LazyDetails>
  );
}

function Percentiles({ quantity: { title, points } }: { readonly quantity: Quantity }) {
  return (
    <DataTable
      label={`${title}, values`}
      caption={`${title}, a row for each counted step`}
      columns={columns}
      rows={points.map(({ step, histogram }) => [
        wholeNumber(step),
        ...ranks.map((rank) => percentile(histogram, rank).toPrecision(4)),
        wholeNumber(histogram.count),
      ])}
    />
  );
}
