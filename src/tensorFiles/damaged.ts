import { Failure } from '../failure.ts';

/** A file that contradicts itself. @param reason how: `its header is not JSON` */
export function damaged(reason: string, cause?: unknown): Failure {
  return new Failure({ code: 'weights-file-damaged', details: { reason } }, { cause });
}
