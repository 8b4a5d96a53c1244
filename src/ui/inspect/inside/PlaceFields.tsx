import { useId } from 'react';
import { mapsOf, type Place } from '../../../inspection/featureMaps.ts';
import { InlineChoice } from '../../common/InlineChoice.tsx';
import { layerTitle, unitNoun } from '../../words/layers.ts';
import type { SeenStage } from './insideLayers.ts';

interface PlaceFieldsProps {
  readonly stages: readonly SeenStage[];
  readonly stage: SeenStage;
  readonly place: Place;
  readonly onChoose: (stage: SeenStage, place: Place) => void;
}

/** Which value is explained: its layer, its filter or unit, its row and column. */
export function PlaceFields({ stages, stage, place, onChoose }: PlaceFieldsProps) {
  const { height, width, count } = mapsOf(stage.shape);
  const choose = (change: Partial<Place>) => onChoose(stage, { ...place, ...change });
  const noun = unitNoun(stage.first.name);
  return (
    <div className="row">
      <InlineChoice
        label="Layer"
        options={stages.map(({ first: { name } }) => ({ value: name, label: layerTitle(name) }))}
        value={stage.first.name}
        onChoose={(name) => {
          const other = stages.find(({ first }) => first.name === name);
          if (other) onChoose(other, { row: 0, column: 0, channel: 0 });
        }}
      />
      <IndexField
        label={noun === 'filter' ? 'Filter' : 'Unit'}
        value={place.channel}
        count={count}
        onValue={(channel) => choose({ channel })}
      />
      {height * width > 1 && (
        <>
          <IndexField label="Row" value={place.row} count={height} onValue={(row) => choose({ row })} />
          <IndexField
            label="Column"
            value={place.column}
            count={width}
            onValue={(column) => choose({ column })}
          />
        </>
      )}
    </div>
  );
}

interface IndexFieldProps {
  readonly label: string;
  readonly value: number;
  /** It counts from 0 to one less. */
  readonly count: number;
  readonly onValue: (value: number) => void;
}

/** An index, as in the weights' files: from 0. What is out of range is the nearest that is not. */
export function IndexField({ label, value, count, onValue }: IndexFieldProps) {
  const id = useId();
  return (
    <span className="inline-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="number-field index-field"
        type="number"
        min={0}
        max={count - 1}
        step={1}
        value={value}
        onChange={({ target }) => {
          const wanted = Math.trunc(target.valueAsNumber);
          if (!Number.isNaN(wanted)) onValue(Math.min(count - 1, Math.max(0, wanted)));
        }}
      />
    </span>
  );
}
