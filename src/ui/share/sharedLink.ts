import { textsOf } from '../../configuration/parseHyperparameters.ts';
import { resultFragment } from '../../network/resultLink.ts';
import { runResult, targetFrom } from '../../session/state/runResult.ts';
import { shownRun } from '../../session/state/runState.ts';
import { chosenHyperparameters } from '../../session/state/selectors.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import { targetPhrase } from '../words/results.ts';

export interface SharedLink {
  readonly href: string;
  /** What it opens, and what it does not. */
  readonly explanation: string;
}

/** A link to the shown run's configuration and result; null where its values are none that the fields accept. */
export function sharedLink(
  state: Pick<SessionState, 'run' | 'runs' | 'history'>,
  { origin, pathname }: Pick<URL, 'origin' | 'pathname'>,
): SharedLink | null {
  const run = shownRun(state.run);
  const result = runResult(state);
  if (!run || !result) return null;
  const { network } = run;
  const texts = textsOf(run.hyperparameters);
  if (!chosenHyperparameters({ network, fields: texts })) return null;
  const target = targetFrom(result);
  const says = target ? `, and says “${targetPhrase(target)}”` : '';
  const changes =
    state.history.changes.length > 0 ? ' Of what was changed during the run, it has the last values.' : '';
  return {
    href: `${origin}${pathname}${resultFragment({ configuration: { network, texts }, target })}`,
    explanation: `The link opens this page with the run’s configuration and seed${says}.${changes}`,
  };
}
