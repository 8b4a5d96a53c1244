import { type ChangeableParameters, changeableKeys } from '../configuration/hyperparameters.ts';
import type { ParameterChange } from '../history/history.ts';
import type { TrainingRun } from './trainingRun.ts';

/**
 * Gives the run new values from its next step on, and records the changes in its history.
 *
 * @returns the changes; empty where all values are the same
 */
export function changeParameters(run: TrainingRun, wanted: ChangeableParameters): readonly ParameterChange[] {
  const before = run.hyperparameters;
  const changes = changeableKeys
    .filter((key) => wanted[key] !== before[key])
    .map((key) => ({ step: run.step, key, from: before[key], to: wanted[key] }));
  run.history.changes.push(...changes);
  run.hyperparameters = { ...before, ...Object.fromEntries(changes.map(({ key, to }) => [key, to])) };
  return changes;
}
