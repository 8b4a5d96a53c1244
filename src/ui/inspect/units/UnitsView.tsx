import { useMemo, useRef, useState } from 'react';
import type { FirstLayerUnits, ShownWeights } from '../../../inspection/units.ts';
import { hasDenseFirstLayer } from '../../../network/stages.ts';
import { answerIn } from '../../../session/state/inspectionState.ts';
import { shownRun } from '../../../session/state/runState.ts';
import { ActionButton } from '../../common/ActionButton.tsx';
import { FailureNotice } from '../../common/FailureNotice.tsx';
import { InlineChoice } from '../../common/InlineChoice.tsx';
import { LazyDetails } from '../../common/LazyDetails.tsx';
import { useSession, useSessionState } from '../../common/sessionContext.ts';
import { useShownNetwork } from '../../common/useShownNetwork.ts';
import { counted, wholeNumber } from '../../words/numbers.ts';
import { FiltersView } from './FiltersView.tsx';
import { UnitDetails } from './UnitDetails.tsx';
import { UnitGrid } from './UnitGrid.tsx';
import type { ColourScale } from './weightPicture.ts';
import './units.css';
import { useInspection } from '../useInspection.ts';

const shownOptions = [
  { value: 'change', label: 'What training has changed' },
  { value: 'weights', label: 'The weights' },
] as const;

const scaleOptions = [
  { value: 'own', label: 'To each picture’s own largest weight' },
  { value: 'shared', label: 'To the largest weight of all' },
] as const;

/** What the first layer looks for. Nothing is computed before it is opened. */
export function UnitsView() {
  const { network, hyperparameters } = useShownNetwork();
  const hasPictures = network !== undefined && hasDenseFirstLayer(network.layers(hyperparameters));
  return (
    <LazyDetails
      className="inspect-view"
      summary={<h3>{hasPictures ? 'First-layer weights' : 'Filters'}</h3>}
    >
      {hasPictures ? <OpenView /> : network && <FiltersView layers={network.layers(hyperparameters)} />}
    </LazyDetails>
  );
}

function OpenView() {
  const { inspection } = useSession();
  const [shown, setShown] = useState<ShownWeights>('change');

  const question = useMemo(() => ({ kind: 'units', shown }) as const, [shown]);
  const view = useInspection('units', question);

  const answer = answerIn(view, 'units');
  const step = view?.answer?.weights.step ?? 0;
  return (
    <div className="inspect-body">
      <div className="row">
        <InlineChoice label="Show" options={shownOptions} value={shown} onChoose={setShown} />
        <ActionButton onPress={() => inspection.refresh('units')}>Refresh</ActionButton>
        <p role="status" className="quiet">
          {view?.isPending ? 'Computing…' : answer && `Step ${wholeNumber(step)}, ${unitsText(answer.units)}`}
        </p>
      </div>
      {view?.failure && <FailureNotice failure={view.failure} />}
      {answer && <Answered units={answer.units} />}
    </div>
  );
}

function unitsText({ count, hidden }: FirstLayerUnits): string {
  if (!hidden) return `${count} classes`;
  const dead = hidden.activeShares.filter((share) => share === 0).length;
  return `${counted(count, 'hidden unit')}, ${wholeNumber(dead)} of them dead`;
}

function Answered({ units }: { readonly units: FirstLayerUnits }) {
  const inputScaling = useSessionState((state) => shownRun(state.run)?.hyperparameters.inputScaling);
  const [scale, setScale] = useState<ColourScale>('own');
  const [wanted, setWanted] = useState<number | null>(null);
  const opener = useRef<Element | null>(null);

  function choose(unit: number) {
    opener.current = document.activeElement;
    setWanted(unit);
  }

  function close() {
    setWanted(null);
    if (opener.current instanceof HTMLElement) opener.current.focus();
  }

  // Another run may have fewer.
  const chosen = wanted !== null && wanted < units.count ? wanted : null;
  return (
    <>
      <p>{explanationOf(units)}</p>
      {inputScaling === 'whitened' && (
        <p>
          The network sees whitened images, so these weights apply to whitened pixels. Neighbouring pixels are
          no longer correlated there.
        </p>
      )}
      <InlineChoice label="Colours" options={scaleOptions} value={scale} onChoose={setScale} />
      <UnitGrid units={units} scale={scale} chosen={chosen} onChoose={choose} />
      {chosen !== null && <UnitDetails units={units} unit={chosen} scale={scale} onClose={close} />}
    </>
  );
}

function explanationOf({ hidden, shown }: FirstLayerUnits): string {
  const what =
    shown === 'weights'
      ? 'as an image of 32 × 32 pixels; grey is 0. They started as random numbers, so much of the image is noise until training has changed them a lot.'
      : 'without what remains of the random numbers that they started from, as an image of 32 × 32 pixels; grey is no change.';
  return hidden
    ? `Each hidden unit’s weights ${what} An image that is bright and dark in the same places activates the unit. Sorted by influence: the norm of the unit’s outgoing weights, times the standard deviation of its activation over 1,000 test images.`
    : `The weights of each class ${shown === 'weights' ? 'as an image of 32 × 32 pixels; grey is 0.' : what} An image that is bright and dark in the same places gets a high score for the class.`;
}
