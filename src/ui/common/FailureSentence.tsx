import type { FailureData } from '../../failure.ts';
import { failureText } from '../words/failures.ts';

export default function FailureSentence({ failure }: { readonly failure: FailureData }) {
  return <p>{failureText(failure)}</p>;
}
