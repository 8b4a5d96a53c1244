import { useEffect, useId } from 'react';
import { runOf } from '../../session/state/runState.ts';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { whenCheckpointsAreSaved } from '../words/checkpoints.ts';
import { wholeNumber } from '../words/numbers.ts';
import { type InspectedPosition, positionOf } from './inspectedPositions.ts';
import { useInspectedPositions } from './useInspectedPositions.ts';
import './views.css';

/** Goes through the run: every view beside it shows the weights that it stands at. The run itself is not moved. */
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

  const title = useTitle(positions[known] ?? last);
  if (!last) {
    return <p className="quiet">Train, or restore a checkpoint, to inspect its weights here.</p>;
  }
  return (
    <>
      <div className="checkpoint-slider">
        <label htmlFor={id}>Step</label>
        <input
          id={id}
          type="range"
          min={0}
          max={Math.max(1, positions.length - 1)}
          value={known < 0 ? positions.length - 1 : known}
          disabled={positions.length === 1}
          aria-valuetext={title}
          onChange={(event) => {
            const chosen = positions[event.target.valueAsNumber];
            if (chosen) inspection.setTarget(chosen.target);
          }}
        />
        <output htmlFor={id} className="figures">
          {title}
        </output>
      </div>
      <p className="quiet">
        {positions.length === 1
          ? `With more checkpoints, this goes back through the run. ${whenCheckpointsAreSaved}`
          : 'Goes through the checkpoints of this run; training is not disturbed. The filmstrip, the graph, the histograms and the curves do not follow.'}
      </p>
    </>
  );
}

function useTitle(position: InspectedPosition | undefined): string {
  const presentStep = useSessionState(({ run }) => runOf(run)?.progress.step);
  if (!position) return '';
  if (position.step !== null || presentStep === undefined) return position.title;
  return `${position.title}, step ${wholeNumber(presentStep)}`;
}
