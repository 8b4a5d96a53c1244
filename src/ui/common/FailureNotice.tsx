import { lazy, Suspense } from 'react';
import type { FailureData } from '../../failure.ts';
import { notDisplayedTexts } from '../words/notDisplayed.ts';
import type { FailureDescriptionProps } from './FailureDescription.tsx';
import { FailureDetails } from './FailureDetails.tsx';
import { FaultBoundary } from './FaultBoundary.tsx';

const FailureDescription = lazy(() => import('./FailureDescription.tsx'));

/**
 * A failure where it happened. The sentences are no part of the first screen; where they do not arrive, the facts are shown all the
 * same.
 */
export function FailureNotice(props: FailureDescriptionProps) {
  return (
    <div className="notice notice-bad" role="alert">
      <FaultBoundary fallback={() => <MissingDescription failure={props.failure} />}>
        <Suspense>
          <FailureDescription {...props} />
        </Suspense>
      </FaultBoundary>
    </div>
  );
}

function MissingDescription({ failure }: { readonly failure: FailureData }) {
  return (
    <>
      <p>{notDisplayedTexts.sentence}</p>
      <FailureDetails failure={failure} />
    </>
  );
}
