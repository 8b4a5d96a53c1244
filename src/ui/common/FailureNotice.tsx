import type { FailureData } from '../../failure.ts';
import { failureText } from '../words/failures.ts';
import { FailureDetails } from './FailureDetails.tsx';

/** A failure where it happened: the sentence, and the facts behind it. */
export function FailureNotice({ failure }: { readonly failure: FailureData }) {
  return (
    <div className="notice notice-bad" role="alert">
      <p>{failureText(failure)}</p>
      <FailureDetails failure={failure} />
    </div>
  );
}
