import { useEffect } from 'react';
import type { FirstLayerPictures } from '../../inspection/firstLayerPictures.ts';
import { answerIn, hasPresentWeights } from '../../session/state/inspectionState.ts';
import { runOf } from '../../session/state/runState.ts';
import { restorableCheckpoint } from '../../session/state/selectors.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import { useSession, useSessionState } from '../common/sessionContext.ts';

/**
 * Pictures of the first layer, of the present weights or of the last checkpoint of an opened run; `pending` while they are computed.
 * Null where there are no such weights, or they cannot be asked.
 */
export function useCardPictures(): FirstLayerPictures | 'pending' | null {
  const { inspection } = useSession();
  const isPresent = useSessionState((state) => state.activeSweep === null && hasPresentWeights(state.run));
  const checkpointId = useSessionState(lastCheckpointId);
  const view = useSessionState((state) => state.inspection.views.card);
  const hasWeights = isPresent || checkpointId !== null;

  useEffect(() => {
    if (!isPresent && checkpointId === null) return;
    const target =
      isPresent || checkpointId === null
        ? ({ kind: 'presentRun' } as const)
        : ({ kind: 'checkpoint', id: checkpointId } as const);
    inspection.open('card', { kind: 'live', units: null }, target);
    return () => inspection.close('card');
  }, [inspection, isPresent, checkpointId]);

  if (!hasWeights || view?.failure) return null;
  return answerIn(view, 'live')?.firstLayer ?? 'pending';
}

/** Of a run whose weights are not loaded; null where none of its checkpoints is of the step that is shown. */
function lastCheckpointId(state: SessionState): string | null {
  const run = runOf(state.run);
  if (!run || state.activeSweep !== null || hasPresentWeights(state.run)) return null;
  const last = restorableCheckpoint(state, run.id);
  return last?.step === run.progress.step ? last.id : null;
}
