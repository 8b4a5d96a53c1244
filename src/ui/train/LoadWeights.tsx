import { restorableCheckpoint } from '../../session/state/selectors.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { useToast } from '../common/Toast.tsx';
import { useDisabledReason } from './useDisabledReason.ts';

/** Where only the record of an earlier run is shown: brings back its last weights, to look at, or to train further. */
export function LoadWeights() {
  const session = useSession();
  const toast = useToast();
  const disabledReason = useDisabledReason('restore');
  const runId = useSessionState(restorableRun);
  if (runId === null) return null;
  return (
    <button
      type="button"
      className="link"
      onClick={() => (disabledReason === null ? void session.runs.openRun(runId) : toast(disabledReason))}
    >
      Load its weights
    </button>
  );
}

function restorableRun(state: SessionState): string | null {
  if (state.run.kind !== 'opened') return null;
  const { id } = state.run.run;
  return restorableCheckpoint(state, id) === null ? null : id;
}
