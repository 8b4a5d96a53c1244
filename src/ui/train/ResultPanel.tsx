import { testImageCount } from '../../data/cifar10.ts';
import type { AccuracyPoint } from '../../history/history.ts';
import { standardError } from '../../history/standardError.ts';
import { runOf } from '../../session/state/runState.ts';
import { showsArticlesNetwork } from '../../session/state/selectors.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { FailureNotice } from '../common/FailureNotice.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { accuracyText, counted, wholeNumber } from '../words/numbers.ts';
import { useControl } from './useControl.ts';

/** Beside ours, for comparison: after 2,000 steps, printed in the article. */
const articleTestAccuracy = 0.4633;

/** Accuracy on pictures that the network has never trained on. */
export function ResultPanel() {
  const session = useSession();
  const result = useSessionState(({ history }) => history.test.at(-1));
  const isArticles = useSessionState(showsArticlesNetwork);
  const looks = useSessionState(({ run }) => runOf(run)?.testEvaluations ?? 0);
  const failure = useSessionState(({ notices }) => notices.find(({ place }) => place === 'result')?.failure);
  const unavailable = useControl('evaluate');
  return (
    <div className="result">
      <div>
        <p role="status" className={result ? 'result-figure' : 'quiet'}>
          {result ? `Test accuracy ${accuracyText(result.accuracy)}` : 'Test accuracy not measured yet'}
        </p>
        <p className="quiet">
          {result
            ? `${resultText(result, looks)}${isArticles ? ` The article: ${articleTestAccuracy} after 2,000.` : ''}`
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

/** What is chosen by the test images is no longer proven by them, so the page counts the looks. */
function resultText({ step, accuracy }: AccuracyPoint, looks: number): string {
  const error = accuracyText(standardError(accuracy, testImageCount));
  const times =
    looks <= 1 ? 'once.' : `${wholeNumber(looks)} times. Who chooses by such looks can trust them less.`;
  return `± ${error} (one standard error) on all 10,000 test images, after ${counted(step, 'step')}; this run has looked at them ${times}`;
}
