import { shownRun } from '../../session/state/runState.ts';
import { differencesFromRun } from '../../session/state/selectors.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import { useSessionState } from '../common/sessionContext.ts';
import { configurationText } from '../words/parameters.ts';
import { runNames } from '../words/runNames.ts';

/** Which run the charts show, where the fields say something else. */
export function ShownRun() {
  const text = useSessionState(shownRunText);
  return text === null ? null : <p className="quiet">{text}</p>;
}

/** Null where the fields say what the run is. */
export function shownRunText(state: SessionState): string | null {
  const run = shownRun(state.run);
  if (!run || (run.network === state.network && differencesFromRun(state).length === 0)) return null;
  const name = runNames(state.runs).get(run.id) ?? run.id;
  return `The curves are from run “${name}”: ${configurationText(run.network, run.hyperparameters)}. The fields have different values.`;
}
