import { useMemo } from 'react';
import { shownRun } from '../../session/state/runState.ts';
import { useSessionState } from '../common/sessionContext.ts';
import { type InspectedPosition, inspectedPositions } from './inspectedPositions.ts';

/** The weights of the shown run that can be inspected. */
export function useInspectedPositions(): readonly InspectedPosition[] {
  const runId = useSessionState((state) => shownRun(state.run)?.id);
  // While it is prepared or moved, they are on their way.
  const hasWeights = useSessionState((state) => !['idle', 'opened', 'failed'].includes(state.run.kind));
  const checkpoints = useSessionState((state) => state.checkpoints);
  const evaluations = useSessionState((state) => state.history.test);
  return useMemo(
    () => inspectedPositions(runId, hasWeights, checkpoints, evaluations),
    [runId, hasWeights, checkpoints, evaluations],
  );
}
