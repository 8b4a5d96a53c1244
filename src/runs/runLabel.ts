import {
  defaultHyperparameters,
  type Hyperparameters,
  type ParameterKey,
} from '../configuration/hyperparameters.ts';
import { differingParameters, parameterName } from '../configuration/parameters.ts';
import { presets } from '../configuration/presets.ts';
import { networkNamed } from '../network/networks.ts';
import type { RunSummary } from './runRecord.ts';

/** A longer label is hard to read, and does not fit in a file name. */
const nameCharacters = 30;
const differenceCharacters = 60;

/**
 * What tells a run from others, as the name of a log directory and in tables:
 * `two-layer_hidden_units=300_seed=7_2026-11-24_14-05-09`. It has the user's name of the run, the network, the preset, the
 * hyperparameters that differ from it, the seed, and the id, which makes it unique. It does not depend on other runs.
 */
export function runLabel({ id, name, network, hyperparameters }: RunSummary): string {
  const { preset, differences } = closestPreset(network, hyperparameters);
  const texts = differences.map((key) => `${parameterName(key)}=${hyperparameters[key]}`);
  const listed = texts.filter(
    (_, index) => texts.slice(0, index + 1).join('_').length <= differenceCharacters,
  );
  const unlisted = texts.length - listed.length;
  const parts = [
    ...(name === id ? [] : [name.slice(0, nameCharacters)]),
    network,
    ...(preset === null ? [] : [preset]),
    ...listed,
    ...(unlisted > 0 ? [`and-${unlisted}-more`] : []),
    `seed=${hyperparameters.seed}`,
    id,
  ];
  return parts.join('_');
}

interface Resemblance {
  /** Null where no preset has most of the values. */
  readonly preset: string | null;
  /** The hyperparameters that differ from those of the preset, or from the defaults. */
  readonly differences: readonly ParameterKey[];
}

/** A preset is named where the run has its values, or where it leaves at most half as many differences as the defaults. */
function closestPreset(network: string, hyperparameters: Hyperparameters): Resemblance {
  const { seed } = hyperparameters;
  const keys = networkNamed(network)?.parameters ?? [];
  const differencesFrom = (values: Partial<Hyperparameters>) =>
    differingParameters(keys, hyperparameters, { ...defaultHyperparameters, ...values, seed });
  const ofPresets = presets
    .filter((preset) => preset.network === network)
    .map(({ name, hyperparameters: values }) => ({ preset: name, differences: differencesFrom(values) }));
  const fromDefaults = { preset: null, differences: differencesFrom({}) };
  const [closest] = ofPresets.toSorted((a, b) => a.differences.length - b.differences.length);
  return closest && closest.differences.length <= fromDefaults.differences.length / 2
    ? closest
    : fromDefaults;
}
