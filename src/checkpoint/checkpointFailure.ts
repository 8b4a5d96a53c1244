import { Failure, type FailureCode, failureData } from '../failure.ts';

/** What keeps a checkpoint from being opened that may well be whole. */
const otherReasons: readonly FailureCode[] = ['checkpoint-too-new', 'out-of-memory'];

/** What kept a checkpoint from being opened, where its own bytes are to blame unless the cause says otherwise. */
export function checkpointFailure(cause: unknown, id: string): Failure {
  const failure = failureData(cause);
  const isDamaged = !otherReasons.includes(failure.code);
  return new Failure(isDamaged ? { code: 'checkpoint-damaged', details: { id } } : failure, { cause });
}
