import { useMemo, useState } from 'react';
import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import type { HistogramPoint, LayersPoint } from '../../history/history.ts';
import type { Network } from '../../network/network.ts';
import { axisText } from '../charts/ticks.ts';
import { InlineChoice } from '../common/InlineChoice.tsx';
import { wholeNumber } from '../words/numbers.ts';
import { DistributionOverTime } from './DistributionOverTime.tsx';
import { HistogramsOverTime } from './HistogramsOverTime.tsx';
import { HistogramTable } from './HistogramTable.tsx';
import { initialConditions, type Quantity, quantities } from './quantities.ts';
import { type VisibleRange, visibleRange } from './visibleRange.ts';

interface HistogramViewsProps {
  readonly logits: readonly HistogramPoint[];
  readonly layers: readonly LayersPoint[];
  /** Of the run that they were counted in. */
  readonly hyperparameters: Hyperparameters;
  readonly network: Network | undefined;
}

/** How one quantity is spread, step after step: as ridges, as percentiles and as a table. */
export function HistogramViews({ logits, layers, hyperparameters, network }: HistogramViewsProps) {
  const [chosen, setChosen] = useState('logits');
  const all = useMemo(() => {
    const conditions = initialConditions(network?.layers(hyperparameters) ?? [], hyperparameters);
    return quantities(logits, layers, conditions);
  }, [logits, layers, network, hyperparameters]);
  const quantity = all.find((candidate) => candidate.id === chosen) ?? all[0];
  if (!quantity || quantity.points.length === 0) return null;
  return (
    <>
      <InlineChoice
        label="Histograms of"
        options={all.map(({ id, title }) => ({ value: id, label: title }))}
        value={quantity.id}
        onChoose={setChosen}
      />
      <Views quantity={quantity} />
    </>
  );
}

function Views({ quantity }: { readonly quantity: Quantity }) {
  const range = useMemo(() => visibleRange(quantity.points), [quantity]);
  return (
    <div className="inspect-pair">
      <HistogramsOverTime quantity={quantity} range={range} />
      <DistributionOverTime quantity={quantity} range={range} />
      <p className="quiet inspect-wide">{cutNote(quantity, range)}</p>
      <HistogramTable quantity={quantity} />
    </div>
  );
}

function cutNote({ name }: Quantity, { cut }: VisibleRange): string {
  if (!cut) return '';
  const [min, max] = [cut.histogram.min, cut.histogram.max].map((value) =>
    axisText(Number(value.toPrecision(3))),
  );
  return `Both are clipped at the sides: at step ${wholeNumber(cut.step)}, ${name} range from ${min} to ${max}.`;
}
