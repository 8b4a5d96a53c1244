import { useEffect, useId } from 'react';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { wholeNumber } from '../words/numbers.ts';
import { type InspectedPosition, positionOf } from './inspectedPositions.ts';
import { useInspectedPositions } from './useInspectedPositions.ts';
import './views.css';

/** Goes through the run: every view below shows the weights that it stands at. */
export function CheckpointSlider() {
  const { inspection } = useSession();
  const subject = useSessionState((state) => state.inspection.subject);
  const positions = useInspectedPositions();
  const id = useId();
  const known = positionOf(positions, subject);
  const last = positions.at(-1);

  // Another run is shown, or the checkpoint was deleted.
  useEffect(() => {
    if (known < 0 && last) inspection.lookAt(last.subject);
  }, [inspection, known, last]);

  if (!last) {
    return <p className="quiet">Train, or restore a checkpoint: then its weights are looked at here.</p>;
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
          if (chosen) inspection.lookAt(chosen.subject);
        }}
      />
      <output htmlFor={id}>{titleOf(position)}</output>
      <p className="quiet">
        {positions.length === 1
          ? 'With more checkpoints of this run, this slider goes back to them.'
          : 'Through the checkpoints of this run. The views below follow it.'}
      </p>
    </div>
  );
}

export function titleOf({ step }: InspectedPosition): string {
  return step === null ? 'Present weights' : `Step ${wholeNumber(step)}`;
}
