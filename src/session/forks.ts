import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import type { Run } from './runState.ts';
import type { SessionState } from './sessionState.ts';

/**
 * Whether resuming makes another run of it: because what shapes the training has changed, or because the run was restored at
 * a step that it has already passed. The record of the first run then stays as it is.
 */
export function forks(
  { checkpoints }: Pick<SessionState, 'checkpoints'>,
  { id, hyperparameters, progress }: Run,
  wanted: Hyperparameters,
): boolean {
  const isChanged =
    wanted.learningRate !== hyperparameters.learningRate ||
    wanted.regConstant !== hyperparameters.regConstant;
  const wentFurther = checkpoints.some(
    ({ summary }) => summary !== null && summary.runId === id && summary.step > progress.step,
  );
  return isChanged || wentFurther;
}
