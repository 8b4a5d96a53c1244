import { useMemo, useState } from 'react';
import { classNames } from '../../../data/cifar10.ts';
import type { FirstLayerUnits } from '../../../inspection/units.ts';
import { ActionButton } from '../../common/ActionButton.tsx';
import { Pictures } from '../../common/Pictures.tsx';
import { wholeNumber } from '../../words/numbers.ts';
import { type ColourScale, isDead, shownOrder, unitName, weightPicture } from './weightPicture.ts';

/** Pictures at a time: a network may have thousands of units. `units.css` has numbers of columns that divide it. */
const perPage = 60;

interface UnitGridProps {
  readonly units: FirstLayerUnits;
  readonly scale: ColourScale;
  readonly chosen: number | null;
  readonly onChoose: (unit: number) => void;
}

/** A page of units, each a button that opens it. */
export function UnitGrid({ units, scale, chosen, onChoose }: UnitGridProps) {
  const [wantedPage, setPage] = useState(0);
  const order = useMemo(() => shownOrder(units), [units]);
  const pageCount = Math.ceil(order.length / perPage);
  const page = Math.min(wantedPage, pageCount - 1);
  const shown = order.slice(page * perPage, (page + 1) * perPage);
  return (
    <div className="unit-pages">
      <ul className="unit-grid" aria-label={units.hidden ? 'Hidden units' : 'Classes'}>
        {shown.map((unit) => (
          <li key={unit}>
            <UnitButton
              units={units}
              unit={unit}
              scale={scale}
              isChosen={unit === chosen}
              onChoose={onChoose}
            />
          </li>
        ))}
      </ul>
      {pageCount > 1 && (
        <div className="row">
          <ActionButton
            disabledReason={page === 0 ? 'This is the first page.' : null}
            onPress={() => setPage(page - 1)}
          >
            Previous units
          </ActionButton>
          <span className="figures">
            {wholeNumber(page * perPage + 1)} to {wholeNumber(page * perPage + shown.length)} of{' '}
            {wholeNumber(order.length)}
          </span>
          <ActionButton
            disabledReason={page === pageCount - 1 ? 'This is the last page.' : null}
            onPress={() => setPage(page + 1)}
          >
            Next units
          </ActionButton>
        </div>
      )}
    </div>
  );
}

interface UnitButtonProps {
  readonly units: FirstLayerUnits;
  readonly unit: number;
  readonly scale: ColourScale;
  readonly isChosen: boolean;
  readonly onChoose: (unit: number) => void;
}

function UnitButton({ units, unit, scale, isChosen, onChoose }: UnitButtonProps) {
  const picture = useMemo(() => [weightPicture(units, unit, scale)], [units, unit, scale]);
  const dead = isDead(units, unit);
  return (
    <button
      type="button"
      className="unit-button"
      aria-label={labelOf(units, unit)}
      aria-pressed={isChosen}
      onClick={() => onChoose(unit)}
    >
      <span aria-hidden="true">
        <Pictures pictures={picture} columns={1} magnification={2} label="" />
        <span className="unit-caption">
          {units.hidden ? wholeNumber(unit) : classNames[unit]}
          {dead && ' dead'}
        </span>
      </span>
    </button>
  );
}

function labelOf(units: FirstLayerUnits, unit: number): string {
  const name = unitName(units, unit);
  if (!units.hidden) return name;
  if (isDead(units, unit)) return `${name}, dead`;
  return `${name}, influence ${(units.hidden.influences[unit] ?? 0).toPrecision(3)}`;
}
