import { ActionButton } from '../common/ActionButton.tsx';
import { FailureNotice } from '../common/FailureNotice.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { useDisabledReason } from './useDisabledReason.ts';

/** What can be done with the present weights at any moment of a run. */
export function WeightsActions() {
  const session = useSession();
  const failure = useSessionState(({ notices }) => notices.find(({ place }) => place === 'result')?.failure);
  return (
    <div className="weights-actions">
      <div className="row">
        <ActionButton disabledReason={useDisabledReason('save')} onPress={() => session.saveCheckpoint()}>
          Save checkpoint
        </ActionButton>
        <ActionButton
          disabledReason={useDisabledReason('evaluate')}
          onPress={() => session.evaluateTestSet()}
        >
          Evaluate on test set
        </ActionButton>
      </div>
      {failure && <FailureNotice failure={failure} />}
    </div>
  );
}
