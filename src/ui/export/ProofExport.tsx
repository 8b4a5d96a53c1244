import { ActionButton } from '../common/ActionButton.tsx';
import { useSession } from '../common/sessionContext.ts';
import { useControl } from '../train/useControl.ts';

/** A result that others can check without this page. */
export function ProofExport() {
  const session = useSession();
  return (
    <div className="export-group">
      <h3>Proof</h3>
      <p className="quiet">
        One zip that proves its test accuracy: weights, configuration, metrics, the 10,000 test predictions,
        and programs in NumPy and PyTorch that compute them anew from the official pictures.
      </p>
      <div className="row">
        <ActionButton unavailable={useControl('export')} onPress={() => session.exportFiles('proof')}>
          Download proof
        </ActionButton>
      </div>
    </div>
  );
}
