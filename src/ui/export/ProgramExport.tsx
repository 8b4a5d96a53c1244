import { ActionButton } from '../common/ActionButton.tsx';
import { useSession } from '../common/sessionContext.ts';
import { useControl } from '../train/useControl.ts';

/** For those who outgrow a tab. */
export function ProgramExport() {
  const session = useSession();
  return (
    <div className="export-group">
      <h3>Go on elsewhere</h3>
      <p className="quiet">
        One zip with a small PyTorch program that trains on from these weights, by the run’s own
        configuration. Its result opens here again.
      </p>
      <div className="row">
        <ActionButton unavailable={useControl('export')} onPress={() => session.exportFiles('program')}>
          Download PyTorch program
        </ActionButton>
      </div>
    </div>
  );
}
