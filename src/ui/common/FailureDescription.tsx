import { failureText, isWholeFailure } from '../words/failures.ts';
import { FailureDetails } from './FailureDetails.tsx';
import type { FailureNoticeProps } from './FailureNotice.tsx';

/** The sentence about a failure, and the facts that it leaves out. */
export default function FailureDescription({ failure, savedAt }: FailureNoticeProps) {
  const text = failureText(failure, savedAt);
  return (
    <>
      <p>{text}</p>
      {!isWholeFailure(failure, text) && <FailureDetails failure={failure} />}
    </>
  );
}
