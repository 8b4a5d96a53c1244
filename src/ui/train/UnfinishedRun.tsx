import { isTakenElsewhere } from '../../session/state/lockState.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { momentText, wholeNumber } from '../words/numbers.ts';
import { useDisabledReason } from './useDisabledReason.ts';

/** Offers to continue a run that was cut off, from where it was last saved. */
export default function UnfinishedRun() {
  const session = useSession();
  const unfinished = useSessionState((state) => state.unfinished);
  const disabledReason = useDisabledReason('restore');
  const isElsewhere = useSessionState(({ trainingLock }) => isTakenElsewhere(trainingLock));
  // It may be the very run that another tab trains.
  if (!unfinished || isElsewhere) return null;
  const { step, hyperparameters, savedAt } = unfinished;
  return (
    <div className="notice" role="status">
      <p>
        A run did not finish. It was last saved at step {wholeNumber(step)} of{' '}
        {wholeNumber(hyperparameters.maxSteps)}, {momentText(savedAt)}.
      </p>
      <div className="row">
        <ActionButton
          variant="primary"
          disabledReason={disabledReason}
          onPress={() => void session.unfinishedRun.goOn()}
        >
          Continue at step {wholeNumber(step)}
        </ActionButton>
        <ActionButton onPress={() => void session.unfinishedRun.putAside()}>
          Only keep its checkpoint
        </ActionButton>
      </div>
    </div>
  );
}
