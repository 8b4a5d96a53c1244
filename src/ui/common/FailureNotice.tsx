import { Suspense } from 'react';
import type { FailureData } from '../../failure.ts';
import { FailureSentence } from '../lazily.ts';

/**
 * A failure where it happened. The first paint can do without the sentences that there are; what is read out is a notice that
 * comes with its sentence, not one that is filled later.
 */
export function FailureNotice({ failure }: { readonly failure: FailureData }) {
  return (
    <Suspense>
      <div className="notice notice-bad" role="alert">
        <FailureSentence failure={failure} />
      </div>
    </Suspense>
  );
}
