import type { FailureData } from '../../failure.ts';

/** The facts behind a failure, for the curious. */
export function FailureDetails({ failure }: { readonly failure: FailureData }) {
  return (
    <details>
      <summary>Details</summary>
      <code translate="no">{`${failure.code} ${JSON.stringify(failure.details)}`}</code>
    </details>
  );
}
