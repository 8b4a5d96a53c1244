import { comparedWithTarget } from '../../session/state/runResult.ts';
import { isBusy } from '../../session/state/runState.ts';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { targetPhrase, verdictText } from '../words/results.ts';
import { focusTrain } from './focusTrain.ts';

/** What a link asks to beat and, once a run is over, whether it has. */
export default function TargetLine() {
  const session = useSession();
  const target = useSessionState((state) => state.target);
  const reached = useSessionState((state) =>
    state.target && !isBusy(state.run) ? comparedWithTarget(state, state.target) : null,
  );
  if (!target) return null;
  return (
    <p>
      <span role="status">
        <strong>{targetPhrase(target)}.</strong> {reached !== null && verdictText(target, reached)}
      </span>{' '}
      <button
        type="button"
        className="link quiet"
        aria-label="Dismiss the accuracy to beat"
        onClick={() => {
          session.dismissTarget();
          focusTrain();
        }}
      >
        Dismiss
      </button>
    </p>
  );
}
