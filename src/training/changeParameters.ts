import { type ChangeableParameters, changeableKeys } from '../configuration/hyperparameters.ts';
import type { ParameterChange } from '../history/history.ts';
import type { TrainingRun } from './trainingRun.ts';

/**
 * Gives the run new values from its next step on, and records the changes in its history. A run that has more steps than are wanted
 * ends with those that it has.
 *
 * @returns the changes; empty where all values are the same
 */
export function changeParameters(
  run: Pick<TrainingRun, 'hyperparameters' | 'step' | 'history'>,
  wanted: ChangeableParameters,
): readonly ParameterChange[] {
  const before = run.hyperparameters;
  const possible = { ...wanted, maxSteps: Math.max(run.step, wanted.maxSteps) };
  const changes = changeableKeys
    .filter((key) => possible[key] !== before[key])
    .map((key) => ({ step: run.step, key, from: before[key], to: possible[key] }));
  run.history.changes.push(...changes);
  run.hyperparameters = { ...before, ...Object.fromEntries(changes.map(({ key, to }) => [key, to])) };
  return changes;
}
