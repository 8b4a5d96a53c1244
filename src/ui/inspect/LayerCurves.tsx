import { useMemo, useState } from 'react';
import { usualUpdates } from '../../doctor/observation.ts';
import { histogramsEvery, type LayersPoint } from '../../history/history.ts';
import { deadShareOf, layerNames, valuesOf } from '../../runs/layerSeries.ts';
import { createPointing } from '../charts/pointing.ts';
import { SpokenValues } from '../charts/SpokenValues.tsx';
import { DataTable } from '../common/DataTable.tsx';
import { LazyDetails } from '../common/LazyDetails.tsx';
import { layerName } from '../words/layers.ts';
import { wholeNumber } from '../words/numbers.ts';
import { type LayerCurve, SmallChart } from './SmallChart.tsx';

const { ruleOfThumb, min, max } = usualUpdates;

const deadTexts = {
  units: {
    title: 'Dead units',
    explanation:
      'The share of hidden units that output 0 for every image of a measured batch. A unit that stays dead no longer learns. A small batch overestimates the share.',
  },
  filters: {
    title: 'Dead filters and units',
    explanation:
      'The share of a layer’s filters or units that output 0 for every image of a measured batch; a filter, everywhere in the image. What stays dead no longer learns. A small batch overestimates the share.',
  },
} as const;

interface LayerCurvesProps {
  readonly points: readonly LayersPoint[];
  /** Whether some layers have filters instead of units. */
  readonly hasFilters: boolean;
}

/** Two small charts of what the layers go through, and the numbers behind them. */
export function LayerCurves({ points, hasFilters }: LayerCurvesProps) {
  const [pointing] = useState(createPointing);
  const { title, explanation } = hasFilters ? deadTexts.filters : deadTexts.units;
  const dead = useMemo(() => curvesOf(points, (layer) => valuesOf(points, layer, deadShareOf)), [points]);
  const updates = useMemo(() => updateCurves(points), [points]);
  if (dead.length + updates.length === 0) return null;
  return (
    <div className="inspect-pair">
      {dead.length > 0 && (
        <SmallChart
          title={title}
          explanation={explanation}
          curves={dead}
          scale="linear"
          format={percentText}
          pointing={pointing}
        />
      )}
      {updates.length > 0 && (
        <SmallChart
          title="Size of the update against the weights"
          explanation={`The size of one step’s update relative to the size of the layer’s weights. The dotted line is a rule of thumb, ${ruleOfThumb}. Thirty times as much still trains well; above ${max} the learning rate may be too large, below ${min} training is slow.`}
          curves={updates}
          scale="logarithmic"
          guide={ruleOfThumb}
          format={ratioText}
          pointing={pointing}
        />
      )}
      <SpokenValues pointing={pointing} />
      <LazyDetails
        className="inspect-wide"
        summary={<span className="quiet">Values behind these charts</span>}
      >
        <CurvesTable title={title} curves={[...named(dead, 'dead'), ...named(updates, 'update / weights')]} />
      </LazyDetails>
    </div>
  );
}

function updateCurves(points: readonly LayersPoint[]): LayerCurve[] {
  // At the last step, a schedule's rate may be almost 0, which would stretch the axis.
  const regular = points.filter(({ step }) => step % histogramsEvery === 0);
  return curvesOf(points, (layer) => valuesOf(regular, layer, ({ updateRatio }) => updateRatio || null));
}

function curvesOf(
  points: readonly LayersPoint[],
  pick: (layer: string) => LayerCurve['points'],
): LayerCurve[] {
  return layerNames(points)
    .map((layer) => ({ name: layerName(layer), points: pick(layer) }))
    .filter((curve) => curve.points.length > 0);
}

function named(curves: readonly LayerCurve[], what: string): LayerCurve[] {
  return curves.map(({ name, points }) => ({ name: `${name}, ${what}`, points }));
}

interface CurvesTableProps {
  readonly title: string;
  readonly curves: readonly LayerCurve[];
}

function CurvesTable({ title, curves }: CurvesTableProps) {
  return (
    <DataTable
      label={`${title} and updates, values`}
      caption={`${title} and updates of each layer, a row for each counted step`}
      columns={['Step', ...curves.map(({ name }) => name)]}
      rows={stepsOf(curves).map((step) => [
        wholeNumber(step),
        ...curves.map(({ points }) => valueText(points.find((point) => point.step === step)?.value)),
      ])}
    />
  );
}

function stepsOf(curves: readonly LayerCurve[]): number[] {
  const steps = new Set(curves.flatMap(({ points }) => points.map(({ step }) => step)));
  return [...steps].sort((a, b) => a - b);
}

function valueText(value: number | undefined): string {
  return value?.toPrecision(3) ?? '–';
}

function percentText(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}

function ratioText(ratio: number): string {
  return ratio.toPrecision(2);
}
