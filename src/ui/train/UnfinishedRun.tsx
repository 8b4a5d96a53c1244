import { isTakenElsewhere } from '../../session/state/lockState.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { momentText, wholeNumber } from '../words/numbers.ts';
import { useControl } from './useControl.ts';

/** A run that was cut off can go on from where it was last saved. */
export function UnfinishedRun() {
  const session = useSession();
  const unfinished = useSessionState((state) => state.unfinished);
  const unavailable = useControl('restore');
  const isElsewhere = useSessionState(({ trainingPlace }) => isTakenElsewhere(trainingPlace));
  // It may be the very run that another tab trains.
  if (!unfinished || isElsewhere) return null;
  const { step, hyperparameters, savedAt } = unfinished;
  return (
    <div className="notice" role="status">
      <p>
        A run did not come to its end. It was saved at step {wholeNumber(step)} of{' '}
        {wholeNumber(hyperparameters.maxSteps)}, {momentText(savedAt)}.
      </p>
      <div className="row">
        <ActionButton
          look="primary"
          unavailable={unavailable}
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
