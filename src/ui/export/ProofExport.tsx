import { accuracyAt } from '../../history/history.ts';
import { hasWeights, runOf } from '../../session/state/runState.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { useDisabledReason } from '../train/useDisabledReason.ts';

/** A result that others can check without this page. */
export function ProofExport() {
  const session = useSession();
  const isUnevaluated = useSessionState(({ run, history }) => {
    const step = hasWeights(run) ? runOf(run)?.progress.step : undefined;
    return step !== undefined && accuracyAt(history.test, step) === null;
  });
  return (
    <div className="export-group">
      <h3>Proof</h3>
      <p className="quiet">
        A zip that proves the test accuracy: weights, configuration, metrics, the 10,000 test predictions, and
        NumPy and PyTorch programs that check all of it with the official images.
        {isUnevaluated && ' Making it evaluates the network on the test images.'}
      </p>
      <div className="row">
        <ActionButton
          disabledReason={useDisabledReason('export')}
          onPress={() => session.exportFiles('proof')}
        >
          Download proof
        </ActionButton>
      </div>
    </div>
  );
}
