import { testImageCount } from '../../data/cifar10.ts';
import type { AccuracyPoint } from '../../history/history.ts';
import { standardError } from '../../history/standardError.ts';
import { runOf } from '../../session/state/runState.ts';
import { showsArticlesNetwork, viewsOfRun } from '../../session/state/selectors.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { FailureNotice } from '../common/FailureNotice.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { accuracyText, counted, wholeNumber } from '../words/numbers.ts';
import { useDisabledReason } from './useDisabledReason.ts';

/** Beside ours, for comparison: after 2,000 steps, printed in the article. */
const articleTestAccuracy = 0.4633;

/** Accuracy on images that the network was never trained on. */
export function ResultPanel() {
  const session = useSession();
  const result = useSessionState(({ history }) => history.test.at(-1));
  const isArticles = useSessionState(showsArticlesNetwork);
  const views = useSessionState(viewsOfRun);
  const evaluations = useSessionState(({ run }) => runOf(run)?.testEvaluations ?? 0);
  const failure = useSessionState(({ notices }) => notices.find(({ place }) => place === 'result')?.failure);
  const disabledReason = useDisabledReason('evaluate');
  return (
    <div className="result">
      <div>
        <p role="status" className={result ? 'result-figure' : 'quiet'}>
          {result
            ? `Test accuracy ${accuracyText(result.accuracy)}${views}`
            : 'Test accuracy not measured yet'}
        </p>
        <p className="quiet">
          {result
            ? `${resultText(result, evaluations)}${isArticles ? ` The article: ${articleTestAccuracy} after 2,000 steps.` : ''}`
            : 'The 10,000 test images are never trained on. The network is evaluated on them at the end of a run, or when you ask.'}
        </p>
      </div>
      <ActionButton disabledReason={disabledReason} onPress={() => session.evaluateTestSet()}>
        Evaluate on test set
      </ActionButton>
      {failure && <FailureNotice failure={failure} />}
    </div>
  );
}

/** Choosing by test accuracy makes it a worse estimate, so the page counts the evaluations. */
function resultText({ step, accuracy }: AccuracyPoint, evaluations: number): string {
  const error = accuracyText(standardError(accuracy, testImageCount));
  const times =
    evaluations <= 1
      ? 'once.'
      : `${wholeNumber(evaluations)} times. Choosing by test accuracy makes it a worse estimate.`;
  return `± ${error} (one standard error) on all 10,000 test images, after ${counted(step, 'step')}. This run has been evaluated on them ${times}`;
}
