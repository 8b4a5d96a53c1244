import {
  defaultHyperparameters,
  type ParameterKey,
  parameterKeys,
} from '../configuration/hyperparameters.ts';
import { articleParameters, isUsed } from '../configuration/parameters.ts';
import { networkArrays } from '../network/arrays.ts';
import { networkNamed } from '../network/networks.ts';
import type { RunSummary } from './runRecord.ts';

/** What may differ between runs. */
export type ComparedSetting = 'network' | 'backend' | ParameterKey;

const settings: readonly ComparedSetting[] = ['network', 'backend', ...parameterKeys];

/** The value of a setting in a run; null where its network does not have it. */
export function settingOf(run: RunSummary, setting: ComparedSetting): string | number | null {
  if (setting === 'network' || setting === 'backend') return run[setting];
  return isUsed(setting, run.hyperparameters) ? (run.hyperparameters[setting] ?? null) : null;
}

/** The settings that any of the runs has, and whether the runs differ in each, at the end or on the way there. */
export function comparedSettings(
  runs: readonly RunSummary[],
): { readonly setting: ComparedSetting; readonly differs: boolean }[] {
  return settings
    .map((setting) => ({ setting, values: runs.map((run) => settingOf(run, setting)) }))
    .filter(({ setting, values }) => values.some((value) => value !== null && !isOmitted(setting, value)))
    .map(({ setting, values }) => ({
      setting,
      differs:
        new Set(values).size > 1 || runs.some(({ changes }) => changes.some(({ key }) => key === setting)),
    }));
}

/** Settings that the article lacks are shown only where a run uses them. */
function isOmitted(setting: ComparedSetting, value: string | number): boolean {
  if (setting === 'network' || setting === 'backend' || articleParameters.includes(setting)) return false;
  return value === defaultHyperparameters[setting];
}

/** The results by which runs are compared. */
export type RunResult = 'trainLoss' | 'trainAccuracy' | 'validationAccuracy' | 'testAccuracy';

/**
 * The lowest loss, or the highest accuracy; null where fewer than two runs have any, and where the results are not comparable:
 * the accuracy on one batch is too noisy; losses with different regularization constants or network sizes have different
 * penalties, and those with differently smoothed labels different limits.
 */
export function bestResult(runs: readonly RunSummary[], result: RunResult): number | null {
  if (result === 'trainAccuracy') return null;
  if (result === 'trainLoss' && !haveEqualLosses(runs)) return null;
  const values = runs.map((run) => run[result]).filter((value) => value !== null);
  const measured = values.filter(Number.isFinite);
  if (measured.length < 2) return null;
  return result === 'trainLoss' ? Math.min(...measured) : Math.max(...measured);
}

/** Whether their losses have the same penalty (the same factor, and weights of the same shapes) and the same limit. */
function haveEqualLosses(runs: readonly RunSummary[]): boolean {
  const parts = runs.map(({ network, hyperparameters }) => {
    const arrays = networkArrays(networkNamed(network)?.layers(hyperparameters) ?? []);
    const shapes = arrays.map(({ name, shape }) => `${name} ${shape.join(' ')}`);
    return [network, ...shapes, hyperparameters.regConstant, hyperparameters.labelSmoothing].join();
  });
  return new Set(parts).size === 1;
}
