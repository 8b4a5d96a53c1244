import type { FailureData } from '../../failure.ts';
import { failureText } from '../words/failures.ts';

/** A failure where it happened: the sentence, and the facts behind it for the curious. */
export function FailureNotice({ failure }: { readonly failure: FailureData }) {
  return (
    <div className="notice notice-bad" role="alert">
      <p>{failureText(failure)}</p>
      <details>
        <summary>Details</summary>
        <code>
          {failure.code} {JSON.stringify(failure.details)}
        </code>
      </details>
    </div>
  );
}
