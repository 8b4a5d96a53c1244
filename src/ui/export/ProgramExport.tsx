import { ActionButton } from '../common/ActionButton.tsx';
import { useSession } from '../common/sessionContext.ts';
import { useDisabledReason } from '../train/useDisabledReason.ts';

/** For those who outgrow a tab. */
export function ProgramExport() {
  const session = useSession();
  return (
    <div className="export-group">
      <h3>Continue elsewhere</h3>
      <p className="quiet">
        A zip with a PyTorch program for this run, which continues training from these weights on one machine
        or many. The result can be opened here.
      </p>
      <div className="row">
        <ActionButton
          disabledReason={useDisabledReason('export')}
          onPress={() => session.exportFiles('program')}
        >
          Download PyTorch program
        </ActionButton>
      </div>
    </div>
  );
}
