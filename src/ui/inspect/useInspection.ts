import { useEffect } from 'react';
import type { InspectionView, ViewState } from '../../session/state/inspectionState.ts';
import type { InspectionQuestion } from '../../worker/training/inspection/inspectionProtocol.ts';
import { useSession, useSessionState } from '../common/sessionContext.ts';

/**
 * Asks a question as long as the component is shown. A question that takes the place of another leaves the view open.
 *
 * @param question the same object as long as it is the same question
 * @returns the view's latest answer; undefined before the first question
 */
export function useInspection(view: InspectionView, question: InspectionQuestion): ViewState | undefined {
  const { inspection } = useSession();
  useEffect(() => inspection.open(view, question), [inspection, view, question]);
  useEffect(() => () => inspection.close(view), [inspection, view]);
  return useSessionState((state) => state.inspection.views[view]);
}
