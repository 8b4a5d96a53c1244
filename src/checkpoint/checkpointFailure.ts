import { Failure, type FailureCode, failureData } from '../failure.ts';

/** Failures to open a checkpoint that may be intact. */
const otherReasons: readonly FailureCode[] = ['checkpoint-too-new', 'reading-stopped', 'out-of-memory'];

/** Why a checkpoint could not be opened: its bytes are damaged, unless the cause says otherwise. */
export function checkpointFailure(cause: unknown, id: string): Failure {
  const failure = failureData(cause);
  const isDamaged = !otherReasons.includes(failure.code);
  return new Failure(isDamaged ? { code: 'checkpoint-damaged', details: { id } } : failure, { cause });
}
