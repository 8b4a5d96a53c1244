import {
  defaultHyperparameters,
  type Hyperparameters,
  isChoiceKey,
  type NumberKey,
  type ParameterKey,
} from '../../configuration/hyperparameters.ts';
import { isUsed } from '../../configuration/parameters.ts';
import { networkNamed } from '../../network/networks.ts';
import { expectedTime, secondsFor } from './expectedTime.ts';

/** A configuration that takes very long, and what of it makes it so. */
export interface TimeWarning {
  readonly key: NumberKey;
  /** For the whole run. */
  readonly seconds: number;
  readonly secondsPerStep: number;
  /** The time with the value that the field has by default; null where that would not help much. */
  readonly instead: { readonly value: number; readonly seconds: number } | null;
}

/** Nobody leaves a page open for that long without having been told. */
const longRunSeconds = 12 * 3_600;
/** Nothing is to be seen for that long. */
const longStepSeconds = 5;

type Circumstances = Parameters<typeof expectedTime>[0];

/** Null where it takes less, or where its time is not known. */
export function timeWarning(
  state: Circumstances,
  network: string,
  hyperparameters: Hyperparameters,
): TimeWarning | null {
  const taken = timesOf(state, network, hyperparameters);
  if (!taken || (taken.seconds < longRunSeconds && taken.secondsPerStep < longStepSeconds)) return null;
  const isStepLong = taken.secondsPerStep >= longStepSeconds;
  const measure = isStepLong ? 'secondsPerStep' : 'seconds';
  const keys = networkNamed(network)?.parameters ?? [];
  const ways = keys.filter(isNumberKey).flatMap((key) => {
    const value = defaultHyperparameters[key];
    if (!isUsed(key, hyperparameters) || (hyperparameters[key] ?? 0) <= value) return [];
    const times = timesOf(state, network, { ...hyperparameters, [key]: value });
    return times ? [{ key, value, times }] : [];
  });
  const [best] = ways.sort((one, other) => one.times[measure] - other.times[measure]);
  if (!best || best.times[measure] > taken[measure] / 2) return { key: 'batchSize', ...taken, instead: null };
  return { key: best.key, ...taken, instead: { value: best.value, seconds: best.times.seconds } };
}

function isNumberKey(key: ParameterKey): key is NumberKey {
  return !isChoiceKey(key);
}

function timesOf(state: Circumstances, network: string, hyperparameters: Hyperparameters) {
  const expected = expectedTime(state, network, hyperparameters);
  if (!expected) return null;
  const remaining = { steps: hyperparameters.maxSteps, hyperparameters };
  return { seconds: secondsFor(expected, remaining), secondsPerStep: expected.msPerStep / 1_000 };
}
