import type { FailureData } from '../../failure.ts';
import { failureText } from '../words/failures.ts';

/** The sentence, and the facts behind it for the curious. */
export function FailureSentence({ failure }: { readonly failure: FailureData }) {
  return (
    <>
      <p>{failureText(failure)}</p>
      <details>
        <summary>Details</summary>
        <code>
          {failure.code} {JSON.stringify(failure.details)}
        </code>
      </details>
    </>
  );
}
