import { lazy } from 'react';
import articleResults from '../../configuration/articleResults.json' with { type: 'json' };
import { classNames, testImageCount } from '../../data/cifar10.ts';
import type { AccuracyPoint } from '../../history/history.ts';
import { standardError } from '../../history/standardError.ts';
import { isBusy, shownRun } from '../../session/state/runState.ts';
import { isBesideArticle, viewsOfRun } from '../../session/state/selectors.ts';
import { Deferred } from '../common/Deferred.tsx';
import { useSessionState } from '../common/sessionContext.ts';
import { accuracyText, counted, percentText, wholeNumber } from '../words/numbers.ts';
import { headlineAccuracy } from './headlineAccuracy.ts';

const NextSteps = lazy(() => import('./NextSteps.tsx'));
const TargetLine = lazy(() => import('./TargetLine.tsx'));

const { testAccuracy: articleTestAccuracy, steps: articleSteps } = articleResults.part2;

/** The number that the person came for, and what can be done with the network that has it. */
export function Headline() {
  const accuracy = useSessionState(headlineAccuracy);
  const result = useSessionState(({ history }) => history.test.at(-1));
  const isBeside = useSessionState(isBesideArticle);
  const isAtRest = useSessionState(({ run }) => !isBusy(run));
  const views = useSessionState(viewsOfRun);
  const evaluations = useSessionState(({ run }) => shownRun(run)?.testEvaluations ?? 0);
  const isTest = accuracy?.kind === 'test';
  // After fewer steps than the article's, its result says nothing about one that is worse.
  const { step = 0, accuracy: reached = 0 } = result ?? {};
  const comparison =
    isBeside && (step >= articleSteps || reached > articleTestAccuracy)
      ? `The article: ${percentText(articleTestAccuracy)}.`
      : `Guessing: ${percentText(1 / classNames.length)}.`;
  return (
    <div className="headline">
      <p className={isTest ? 'headline-figure headline-test' : 'headline-figure'}>
        {accuracy ? percentText(accuracy.value) : '–'}
      </p>
      <div className="headline-text">
        <p>
          {isTest && `of ${wholeNumber(testImageCount)} unseen pictures right. ${comparison}`}
          {accuracy?.kind === 'batch' && 'of the last training batch right'}
          {!accuracy && 'The accuracy appears here while you train.'}
        </p>
        <div className="row-inline quiet">
          <p role="status">
            {result
              ? `Test accuracy ${accuracyText(result.accuracy)}${views}`
              : 'Test accuracy not measured yet'}
          </p>
          {result && <p>{resultText(result, evaluations)}</p>}
        </div>
        <Deferred>
          <TargetLine />
          {accuracy && isAtRest && <NextSteps testAccuracy={isTest ? accuracy.value : null} />}
        </Deferred>
      </div>
    </div>
  );
}

/** Choosing by test accuracy makes it a worse estimate, so the page counts the evaluations. */
function resultText({ step, accuracy }: AccuracyPoint, evaluations: number): string {
  const error = accuracyText(standardError(accuracy, testImageCount));
  const times =
    evaluations <= 1
      ? 'evaluated once'
      : `evaluated ${wholeNumber(evaluations)} times: choosing by this number makes it optimistic`;
  return `± ${error} (one standard error), after ${counted(step, 'step')}, ${times}`;
}
