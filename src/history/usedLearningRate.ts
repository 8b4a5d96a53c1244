import type { Hyperparameters } from '../configuration/hyperparameters.ts';
import { learningRateAt } from '../configuration/learningRateSchedule.ts';
import type { ParameterChange } from './history.ts';

/**
 * The learning rate that a run used for the update after `step` completed steps, given its latest hyperparameters and all changes
 * of them.
 */
export function usedLearningRate(
  latest: Hyperparameters,
  changes: readonly ParameterChange[],
  step: number,
): number {
  // Later changes are undone, the last one first.
  const undone = changes
    .filter((change) => change.step > step)
    .toReversed()
    .map(({ key, from }) => [key, from]);
  return learningRateAt({ ...latest, ...Object.fromEntries(undone) }, step);
}
