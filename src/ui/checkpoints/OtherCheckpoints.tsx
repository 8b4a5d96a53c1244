import { useMemo } from 'react';
import { shownRun } from '../../session/state/runState.ts';
import { useSessionState } from '../common/sessionContext.ts';
import { CheckpointList } from './CheckpointList.tsx';
import { RestoreProofLine } from './RestoreProofLine.tsx';

/** Checkpoints whose runs are not listed: of deleted runs, imported ones, and what cannot be read. */
export function OtherCheckpoints() {
  const runs = useSessionState((state) => state.runs);
  const checkpoints = useSessionState((state) => state.checkpoints);
  const others = useMemo(() => {
    const ids = new Set(runs.map(({ id }) => id));
    return checkpoints.filter(({ summary }) => summary === null || !ids.has(summary.runId));
  }, [runs, checkpoints]);
  const isShown = useSessionState((state) => {
    const shown = shownRun(state.run)?.id;
    return shown !== undefined && !state.runs.some(({ id }) => id === shown);
  });
  return (
    <div className="other-checkpoints" hidden={others.length === 0}>
      <h3>Checkpoints of no listed run</h3>
      <CheckpointList checkpoints={others} runName={null} />
      {isShown && <RestoreProofLine />}
    </div>
  );
}
