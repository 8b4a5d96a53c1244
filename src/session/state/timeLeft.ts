import { expectedTime, secondsFor } from './expectedTime.ts';
import { runOf } from './runState.ts';
import type { SessionState } from './sessionState.ts';

/**
 * How long the run still takes: from the time of its last steps; before any is timed, as long as was expected. A step that is under
 * way and takes longer than that is believed, too. Null where nothing is known yet.
 */
export function secondsLeft(state: SessionState): number | null {
  const run = runOf(state.run);
  if (!run) return null;
  const { network, hyperparameters, progress } = run;
  const expected = expectedTime(
    { ...state, backendChoice: state.backend?.name ?? state.backendChoice },
    network,
    hyperparameters,
  );
  const known = progress.msPerStep ?? expected?.msPerStep ?? null;
  const underWayMs = 1_000 * state.stepSeconds;
  if (known === null && underWayMs === 0) return null;
  const msPerStep = longer(known ?? 0, underWayMs, progress.msPerStep !== null);
  const scale = expected ? msPerStep / expected.msPerStep : 0;
  const msPerEvaluation = scale * (expected?.msPerEvaluation ?? 0);
  const steps = Math.max(0, hyperparameters.maxSteps - progress.step);
  return Math.max(
    0,
    secondsFor({ msPerStep, msPerEvaluation }, { steps, hyperparameters }) - state.stepSeconds,
  );
}

/** Of steps that were timed, one that takes longer is only one among them. */
function longer(known: number, underWay: number, isTimed: boolean): number {
  if (underWay <= known) return known;
  return isTimed ? (known + underWay) / 2 : underWay;
}
