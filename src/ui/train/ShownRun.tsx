import { parameterLabel } from '../../configuration/parameters.ts';
import { shownRun } from '../../session/state/runState.ts';
import { differencesFromRun } from '../../session/state/selectors.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import { useSessionState } from '../common/sessionContext.ts';
import { firstOfList } from '../words/lists.ts';
import { runNames } from '../words/runNames.ts';

/** More would not fit in the room that is kept above the charts. */
const toldDifferences = 2;

/** Which run the charts show. Its room is kept before there is one, so that nothing moves. */
export function ShownRun() {
  return <p className="quiet shown-run">{useSessionState(shownRunText)}</p>;
}

/** With what the fields say otherwise; null where no run is shown. */
export function shownRunText(state: SessionState): string | null {
  const run = shownRun(state.run);
  if (!run) return null;
  const name = runNames(state.runs).get(run.id);
  const curves = name === undefined ? 'Curves of a new run.' : `Curves of run “${name}”.`;
  const differing = [
    ...(run.network === state.network ? [] : ['network']),
    ...differencesFromRun(state).map((key) => parameterLabel(key).toLowerCase()),
  ];
  if (differing.length === 0) return curves;
  return `${curves} The fields differ from it in ${firstOfList(differing, toldDifferences)}.`;
}
