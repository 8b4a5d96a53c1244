import type { Hyperparameters, ParameterKey } from '../../configuration/hyperparameters.ts';
import type { Run } from '../../session/state/runState.ts';
import { listText } from './lists.ts';
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

/** More would be too long to read next to a button. */
const maxPhrases = 2;

/** What Resume continues with, and what Train does instead. */
export function resumptionText(resumption: Resumption): string {
  const { run, wanted, isOtherNetwork, kept, taken, makesSecondRun } = resumption;
  const ofRun = isOtherNetwork
    ? 'the run’s own network'
    : kept.length > 0 && `the run’s ${listed(kept, run.hyperparameters)}`;
  const what = [ofRun, taken.length > 0 && listed(taken, wanted)].filter(Boolean).join(', and with ');
  const continuesWith = what === '' ? '' : ` with ${what}`;
  const resume = makesSecondRun
    ? `Resume branches from step ${wholeNumber(run.progress.step)}${continuesWith}.`
    : `Resume continues${continuesWith || ' from here'}.`;
  return `${resume} Train starts a new run.`;
}

function listed(keys: readonly ParameterKey[], values: Hyperparameters): string {
  const phrases = keys.slice(0, maxPhrases).map((key) => parameterPhrase(key, values));
  const more = keys.length - phrases.length;
  return listText(more > 0 ? [...phrases, `${more} more`] : phrases, 'and');
}
