import { parameterLabel } from '../../configuration/parameters.ts';
import { shownRun } from '../../session/state/runState.ts';
import { differencesFromRun } from '../../session/state/selectors.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import { useSessionState } from '../common/sessionContext.ts';
import { listText } from '../words/lists.ts';
import { wholeNumber } from '../words/numbers.ts';
import { runNames } from '../words/runNames.ts';

/** More would be too long to read above the charts. */
const toldDifferences = 3;

/** Which run the charts show, where the fields say something else. */
export function ShownRun() {
  const text = useSessionState(shownRunText);
  return text === null ? null : <p className="quiet">{text}</p>;
}

/** Null where the fields say what the run is. */
export function shownRunText(state: SessionState): string | null {
  const run = shownRun(state.run);
  if (!run) return null;
  const differing = [
    ...(run.network === state.network ? [] : ['network']),
    ...differencesFromRun(state).map((key) => parameterLabel(key).toLowerCase()),
  ];
  if (differing.length === 0) return null;
  const name = runNames(state.runs).get(run.id) ?? run.id;
  const told = differing.slice(0, toldDifferences);
  const more = differing.length - told.length;
  const listed = listText(more > 0 ? [...told, `${wholeNumber(more)} more`] : told, 'and');
  return `The curves are from run “${name}”. The fields differ from it in ${listed}.`;
}
