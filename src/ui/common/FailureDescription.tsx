import type { FailureData } from '../../failure.ts';
import { failureText, isWholeFailure } from '../words/failures.ts';
import { FailureDetails } from './FailureDetails.tsx';

export interface FailureDescriptionProps {
  readonly failure: FailureData;
  /** See `failureText`. */
  readonly savedAt?: number | null;
}

/** The sentence about a failure, and the facts that it leaves out. */
export default function FailureDescription({ failure, savedAt }: FailureDescriptionProps) {
  const text = failureText(failure, savedAt);
  return (
    <>
      <p>{text}</p>
      {!isWholeFailure(failure, text) && <FailureDetails failure={failure} />}
    </>
  );
}
