import { Suspense } from 'react';
import type { FailureData } from '../../failure.ts';
import { FailureSentence } from '../lazily.ts';

/** A failure where it happened. The first paint can do without the sentences that there are. */
export function FailureNotice({ failure }: { readonly failure: FailureData }) {
  return (
    <div className="notice notice-bad" role="alert">
      <Suspense>
        <FailureSentence failure={failure} />
      </Suspense>
    </div>
  );
}
