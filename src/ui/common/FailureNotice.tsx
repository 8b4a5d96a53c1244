import { lazy, Suspense } from 'react';
import type { FailureData } from '../../failure.ts';
import { notDisplayedTexts } from '../words/notDisplayed.ts';
import { FailureDetails } from './FailureDetails.tsx';
import { FaultBoundary } from './FaultBoundary.tsx';

const FailureSentence = lazy(() => import('./FailureSentence.tsx'));

/**
 * A failure where it happened: the sentence, and the facts behind it. The sentences are no part of the first screen; where they do
 * not arrive, the facts are shown all the same.
 */
export function FailureNotice({ failure }: { readonly failure: FailureData }) {
  return (
    <div className="notice notice-bad" role="alert">
      <FaultBoundary fallback={() => <p>{notDisplayedTexts.sentence}</p>}>
        <Suspense>
          <FailureSentence failure={failure} />
        </Suspense>
      </FaultBoundary>
      <FailureDetails failure={failure} />
    </div>
  );
}
