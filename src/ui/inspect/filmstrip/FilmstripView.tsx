import { memo, useEffect, useMemo, useRef } from 'react';
import { networkNamed } from '../../../network/networks.ts';
import { shownRun } from '../../../session/state/runState.ts';
import { ActionButton } from '../../common/ActionButton.tsx';
import { FailureNotice } from '../../common/FailureNotice.tsx';
import { LazyDetails } from '../../common/LazyDetails.tsx';
import { useSession, useSessionState } from '../../common/sessionContext.ts';
import { whenCheckpointsAreSaved } from '../../words/checkpoints.ts';
import { filmstripText } from '../../words/filmstrips.ts';
import { firstLayerName } from '../../words/guesses.ts';
import { layersText } from '../../words/networks.ts';
import { counted, wholeNumber } from '../../words/numbers.ts';
import { runNames } from '../../words/runNames.ts';
import { useInspectedPositions } from '../useInspectedPositions.ts';
import { drawFilmstrip, filmstripSize } from './drawFilmstrip.ts';
import { filmstripFile } from './filmstripFile.ts';
import { type Filmstrip, type Frame, framesOf, type Rows } from './frames.ts';
import { useFilmstrip } from './useFilmstrip.ts';
import './filmstrip.css';

/** Screen pixels for each pixel of a picture, here and in the style sheet. */
const magnification = 2;

/** How the first layer came about. Nothing is computed before it is opened. */
export const FilmstripView = memo(function FilmstripView() {
  return (
    <LazyDetails className="inspect-view" summary={<h3>Filmstrip of the first layer</h3>}>
      <OpenView />
    </LazyDetails>
  );
});

function OpenView() {
  const isReady = useSessionState(({ data }) => data.kind === 'ready');
  const runId = useSessionState((state) => shownRun(state.run)?.id);
  const positions = useInspectedPositions();
  const frames = useMemo(() => framesOf(positions), [positions]);

  if (!isReady || runId === undefined || positions.length === 0) {
    return <p className="inspect-body quiet">Train a network or restore a checkpoint first.</p>;
  }
  if (frames.length < 2) {
    return <p className="inspect-body quiet">A filmstrip needs two checkpoints. {whenCheckpointsAreSaved}</p>;
  }
  return <FilmstripOf key={runId} runId={runId} frames={frames} />;
}

interface FilmstripOfProps {
  readonly runId: string;
  readonly frames: readonly Frame[];
}

function FilmstripOf({ runId, frames }: FilmstripOfProps) {
  const session = useSession();
  const { rows, pictures, failures, isComplete, refresh } = useFilmstrip(runId, frames);
  const strip = useMemo(() => ({ rows, pictures }), [rows, pictures]);

  function save(of: Rows) {
    const { run, runs } = session.store.getState();
    const { network = '', hyperparameters } = shownRun(run) ?? {};
    const layers = hyperparameters && networkNamed(network)?.layers(hyperparameters);
    const name = runNames(runs).get(runId) ?? runId;
    const heading = { name, network: layers ? layersText(layers) : network };
    void session.exports.deliver(async () => [await filmstripFile(frames, of, strip, heading)]);
  }

  if (rows?.isChange === false) {
    return (
      <p className="inspect-body quiet">The first layer is not trained: it is the same at every step.</p>
    );
  }
  return (
    <div className="inspect-body">
      <div className="row">
        <ActionButton disabledReason={whyNotSaved(rows, isComplete)} onPress={() => rows && save(rows)}>
          Save as PNG
        </ActionButton>
        <ActionButton onPress={refresh}>Refresh</ActionButton>
        <p role="status" className="quiet figures">
          {isComplete
            ? `${counted(pictures.size, 'checkpoint')} of this run`
            : `Computing ${wholeNumber(pictures.size + 1)} of ${wholeNumber(frames.length)}…`}
        </p>
      </div>
      {[...failures].map(([step, failure]) => (
        <div key={step}>
          <p>Step {wholeNumber(step)} is missing.</p>
          <FailureNotice failure={failure} />
        </div>
      ))}
      {rows && (
        <>
          <p>{filmstripText(rows)}</p>
          <Strip frames={frames} rows={rows} strip={strip} />
        </>
      )}
    </div>
  );
}

function whyNotSaved(rows: Rows | null, isComplete: boolean): string | null {
  if (!isComplete) return 'The filmstrip is not complete yet.';
  return rows ? null : 'None of these checkpoints could be read.';
}

interface StripProps {
  readonly frames: readonly Frame[];
  readonly rows: Rows;
  readonly strip: Filmstrip;
}

/** The steps above, the units beside, and all pictures on one canvas. */
function Strip({ frames, rows, strip }: StripProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const target = useSessionState((state) => state.inspection.target);
  const { width, height } = filmstripSize(frames, rows);

  useEffect(() => {
    if (canvas.current) drawFilmstrip(canvas.current, frames, strip);
  }, [frames, strip]);

  const names = rows.units.map((unit) => firstLayerName(rows, unit));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="filmstrip" tabIndex={0} aria-label="Filmstrip">
      <span className="quiet filmstrip-corner">Step</span>
      <ol className="filmstrip-steps figures" aria-label="Steps">
        {frames.map(({ id, step }) => (
          <li key={id} aria-current={target.kind === 'checkpoint' && target.id === id ? 'step' : undefined}>
            {wholeNumber(step)}
          </li>
        ))}
      </ol>
      <ol className="filmstrip-units" aria-label="First layer">
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ol>
      <canvas
        ref={canvas}
        role="img"
        aria-label={descriptionOf(names, frames)}
        width={width}
        height={height}
        style={{ width: width * magnification, height: height * magnification }}
      />
    </section>
  );
}

function descriptionOf(names: readonly string[], frames: readonly Frame[]): string {
  const steps = frames.map(({ step }) => wholeNumber(step)).join('; ');
  return `A row each for ${names.join(', ')}; a column each for the steps ${steps}`;
}
