import type { ParameterKey } from '../configuration/hyperparameters.ts';
import { isChangeableKey } from '../configuration/hyperparameters.ts';
import { differingParameters } from '../configuration/parameters.ts';
import { networkNamed } from '../network/networks.ts';
import { chosenHyperparameters } from './chosenHyperparameters.ts';
import { runOf } from './runState.ts';
import type { SessionState } from './sessionState.ts';

/** What the fields say otherwise than the present run; none where either says nothing. */
export function differencesFromRun(state: SessionState): ParameterKey[] {
  const run = runOf(state.run);
  const wanted = chosenHyperparameters(state);
  if (!run || !wanted) return [];
  return differingParameters(networkNamed(state.network)?.parameters ?? [], run.hyperparameters, wanted);
}

/** Whether the fields spell a run that the present one cannot become by going on. */
export function isMeantForNewRun(state: SessionState): boolean {
  const network = runOf(state.run)?.network ?? state.network;
  return network !== state.network || differencesFromRun(state).some((key) => !isChangeableKey(key));
}
