import { useMemo } from 'react';
import { useSessionState } from '../common/sessionContext.ts';
import { type InspectedPosition, inspectedPositions } from './inspectedPositions.ts';

export function useInspectedPositions(): readonly InspectedPosition[] {
  const run = useSessionState((state) => state.run);
  const checkpoints = useSessionState((state) => state.checkpoints);
  return useMemo(() => inspectedPositions(run, checkpoints), [run, checkpoints]);
}
