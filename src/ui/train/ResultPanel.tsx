import { ActionButton } from '../common/ActionButton.tsx';
import { FailureNotice } from '../common/FailureNotice.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { accuracyText, wholeNumber } from '../words/numbers.ts';
import { useControl } from './useControl.ts';

/** Beside ours, for comparison: after 2,000 steps, printed in the article. */
const articleTestAccuracy = 0.4633;

/** Accuracy on pictures that the network has never trained on. */
export function ResultPanel() {
  const session = useSession();
  const result = useSessionState(({ history }) => history.test.at(-1));
  const failure = useSessionState(({ notices }) => notices.find(({ place }) => place === 'result')?.failure);
  const unavailable = useControl('evaluate');
  return (
    <div className="result">
      <div>
        <p role="status" className="result-figure">
          {result ? `Test accuracy ${accuracyText(result.accuracy)}` : 'Test accuracy not measured yet'}
        </p>
        <p className="quiet">
          {result
            ? `on all 10,000 test images, after ${wholeNumber(result.step)} steps. The article: ${articleTestAccuracy} after 2,000.`
            : 'The 10,000 test images are never trained on. They are evaluated at the end of a run, or when you ask.'}
        </p>
      </div>
      <ActionButton unavailable={unavailable} onPress={() => session.evaluateTestSet()}>
        Evaluate on test set
      </ActionButton>
      {failure && <FailureNotice failure={failure} />}
    </div>
  );
}
