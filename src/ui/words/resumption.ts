import type { Hyperparameters, ParameterKey } from '../../configuration/hyperparameters.ts';
import type { Run } from '../../session/state/runState.ts';
import { firstOfList } from './lists.ts';
import { wholeNumber } from './numbers.ts';
import { parameterPhrase } from './parameters.ts';

export interface Resumption {
  readonly run: Pick<Run, 'network' | 'hyperparameters' | 'progress'>;
  /** The values in the fields. */
  readonly wanted: Hyperparameters;
  readonly isOtherNetwork: boolean;
  /** Parameters that keep the run's value although the fields differ. */
  readonly kept: readonly ParameterKey[];
  /** Parameters that the run takes from the fields. */
  readonly taken: readonly ParameterKey[];
  readonly makesSecondRun: boolean;
}

/** More would not fit in the two lines below the buttons. */
const maxPhrases = 2;

/** What Resume continues with, and what Train does instead. */
export function resumptionText(resumption: Resumption): string {
  const { run, makesSecondRun } = resumption;
  const manner = mannerOf(resumption);
  const resume = makesSecondRun
    ? `Resume branches from step ${wholeNumber(run.progress.step)}${manner && ` ${manner}`}.`
    : `Resume continues ${manner || 'from here'}.`;
  return `${resume} Train starts a new run.`;
}

/** `with learning rate 0.02`; empty where the fields say what the run has. */
function mannerOf({ run, wanted, isOtherNetwork, kept, taken }: Resumption): string {
  const keepsSome = isOtherNetwork || kept.length > 0;
  if (taken.length > 0 && keepsSome) return `with only ${listed(taken, wanted, 1)} from the fields`;
  if (taken.length > 0) return `with ${listed(taken, wanted, maxPhrases)}`;
  if (isOtherNetwork) return 'with the run’s own network';
  return kept.length > 0 ? `with the run’s ${listed(kept, run.hyperparameters, maxPhrases)}` : '';
}

function listed(keys: readonly ParameterKey[], values: Hyperparameters, count: number): string {
  return firstOfList(
    keys.map((key) => parameterPhrase(key, values)),
    count,
  );
}
