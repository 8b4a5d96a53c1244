import { defaultHyperparameters, type Hyperparameters } from '../../configuration/hyperparameters.ts';
import type { Network } from '../../network/network.ts';
import { networkNamed } from '../../network/networks.ts';
import { shownRun } from '../../session/state/runState.ts';
import { chosenHyperparameters } from '../../session/state/selectors.ts';
import { useSessionState } from './sessionContext.ts';

interface ShownNetwork {
  /** Undefined where a stored run names one that this version does not know. */
  readonly network: Network | undefined;
  readonly hyperparameters: Hyperparameters;
}

/** The network of the present run, or the chosen one before there is a run. It does not change with every report of the run. */
export function useShownNetwork(): ShownNetwork {
  const runNetwork = useSessionState((session) => shownRun(session.run)?.network);
  const runHyperparameters = useSessionState((session) => shownRun(session.run)?.hyperparameters);
  const chosenNetwork = useSessionState((session) => session.network);
  const fields = useSessionState((session) => session.fields);
  return {
    network: networkNamed(runNetwork ?? chosenNetwork),
    hyperparameters:
      runHyperparameters ??
      chosenHyperparameters({ fields, network: chosenNetwork }) ??
      defaultHyperparameters,
  };
}
