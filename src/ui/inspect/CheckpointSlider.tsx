import { useEffect, useId } from 'react';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { wholeNumber } from '../words/numbers.ts';
import { type InspectedPosition, positionOf } from './inspectedPositions.ts';
import { useInspectedPositions } from './useInspectedPositions.ts';
import './views.css';

/** Goes through the run: every view below shows the weights that it stands at. */
export function CheckpointSlider() {
  const { inspection } = useSession();
  const target = useSessionState((state) => state.inspection.target);
  const positions = useInspectedPositions();
  const id = useId();
  const known = positionOf(positions, target);
  const last = positions.at(-1);

  // Another run is shown, or the checkpoint was deleted.
  useEffect(() => {
    if (known < 0 && last) inspection.setTarget(last.target);
  }, [inspection, known, last]);

  if (!last) {
    return <p className="quiet">Train, or restore a checkpoint, to inspect its weights here.</p>;
  }
  const position = positions[known] ?? last;
  return (
    <div className="checkpoint-slider">
      <label htmlFor={id}>Weights</label>
      <input
        id={id}
        type="range"
        min={0}
        max={Math.max(1, positions.length - 1)}
        value={known < 0 ? positions.length - 1 : known}
        disabled={positions.length === 1}
        aria-valuetext={titleOf(position)}
        onChange={(event) => {
          const chosen = positions[event.target.valueAsNumber];
          if (chosen) inspection.setTarget(chosen.target);
        }}
      />
      <output htmlFor={id}>{titleOf(position)}</output>
      <p className="quiet">
        {positions.length === 1
          ? 'Once this run has more checkpoints, this slider goes back to them.'
          : 'Moves through the checkpoints of this run. The views below follow it.'}
      </p>
    </div>
  );
}

export function titleOf({ step }: InspectedPosition): string {
  return step === null ? 'Current weights' : `Step ${wholeNumber(step)}`;
}
