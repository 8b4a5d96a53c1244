import { useMemo, useState } from 'react';
import { type LayerSpec, sizeOf } from '../../../network/specification.ts';
import { type CombiningLayer, stagesOf } from '../../../network/stages.ts';
import { answerIn } from '../../../session/state/inspectionState.ts';
import { FailureNotice } from '../../common/FailureNotice.tsx';
import { InlineChoice } from '../../common/InlineChoice.tsx';
import { layerTitle } from '../../words/layers.ts';
import { counted, wholeNumber } from '../../words/numbers.ts';
import { IndexField } from '../inside/PlaceFields.tsx';
import { useInspection } from '../useInspection.ts';
import { channelTiles, colourTiles } from './filterTiles.ts';
import { TileGrid } from './TileGrid.tsx';

type FilterLayer = Exclude<CombiningLayer, { kind: 'dense' }>;

/** The filters of each convolution as small pictures. */
export function FiltersView({ layers }: { readonly layers: readonly LayerSpec[] }) {
  const [wanted, setWanted] = useState<string | null>(null);
  const choices = stagesOf(layers)
    .map(({ first }) => first)
    .filter((layer) => layer.kind !== 'dense');
  const layer = choices.find(({ name }) => name === wanted) ?? choices[0];
  if (!layer) return null;
  return (
    <div className="inspect-body">
      <div className="row">
        <InlineChoice
          label="Filters of"
          options={choices.map(({ name }) => ({ value: name, label: layerTitle(name) }))}
          value={layer.name}
          onChoose={setWanted}
        />
      </div>
      <FiltersOf layer={layer} />
    </div>
  );
}

function FiltersOf({ layer }: { readonly layer: FilterLayer }) {
  const { name } = layer;
  const question = useMemo(() => ({ kind: 'filters', layer: name }) as const, [name]);
  const state = useInspection('filters', question);

  const answer = answerIn(state, 'filters');
  const [channels, count] = [layer.input.at(-1) ?? 1, layer.output.at(-1) ?? 1];
  if (state?.failure) return <FailureNotice failure={state.failure} />;
  // Those of another layer, or of another network.
  const isItsOwn =
    answer?.layer === name && answer.values.length === sizeOf([layer.size, layer.size, channels, count]);
  if (!state?.answer || !answer || !isItsOwn) {
    return (
      <p role="status" className="quiet">
        {state?.isPending ? 'Computing…' : 'Train a network or restore a checkpoint first.'}
      </p>
    );
  }
  return (
    <>
      <p role="status" className="quiet">
        Step {wholeNumber(state.answer.weights.step)}, {counted(count, 'filter')} of {layer.size} ×{' '}
        {layer.size}, {counted(channels, 'channel')} each
      </p>
      {channels === 3 ? (
        <ColourFilters layer={layer} values={answer.values} />
      ) : (
        <OneFilter layer={layer} values={answer.values} />
      )}
    </>
  );
}

interface FiltersProps {
  readonly layer: FilterLayer;
  readonly values: Float32Array;
}

function ColourFilters({ layer, values }: FiltersProps) {
  const tiles = useMemo(() => colourTiles(filtersOf(layer, values)), [layer, values]);
  return (
    <>
      <p>
        All filters in colour, each relative to its own largest weight. Middle grey is 0: brighter is
        positive, darker negative, colour by colour.
      </p>
      <TileGrid tiles={tiles} label={`${layerTitle(layer.name)}: all filters`} />
    </>
  );
}

function OneFilter({ layer, values }: FiltersProps) {
  const [wanted, setWanted] = useState(0);
  const count = layer.output.at(-1) ?? 1;
  const filter = Math.min(wanted, count - 1);
  const tiles = useMemo(() => channelTiles(filtersOf(layer, values), filter), [layer, values, filter]);
  return (
    <>
      <div className="row">
        <IndexField label="Filter" value={filter} count={count} onValue={setWanted} />
      </div>
      <p>
        What the filter multiplies each of its input maps by, map 0 first, relative to its largest weight.
        Middle grey is 0, brighter is positive, darker negative.
      </p>
      <TileGrid tiles={tiles} label={`${layerTitle(layer.name)}: filter ${filter}`} />
    </>
  );
}

function filtersOf({ size, input, output }: FilterLayer, values: Float32Array) {
  return { size, channels: input.at(-1) ?? 1, count: output.at(-1) ?? 1, values };
}
