import type { Hyperparameters, ParameterKey } from '../../configuration/hyperparameters.ts';
import {
  type ParameterTexts,
  parseHyperparameters,
  textsOf,
} from '../../configuration/parseHyperparameters.ts';
import type { Preset } from '../../configuration/presets.ts';

/** What stands in each field, as typed: text that is not yet a value must not be lost. */
export type ConfigurationFields = ParameterTexts;

/** The preset's values; the seed stays as it is. */
export function fieldsOfPreset(
  { hyperparameters }: Preset,
  { seed }: ConfigurationFields,
): ConfigurationFields {
  return { ...textsOf({ ...hyperparameters, seed: 0 }), seed };
}

/** An empty seed field asks for a fresh seed, which is drawn when a run starts. */
export function asksForFreshSeed({ seed }: ConfigurationFields): boolean {
  return seed.trim() === '';
}

/**
 * The hyperparameters that the fields spell; null while any of them is not a value. Where a fresh seed is asked for, the seed
 * is 0 until it is drawn.
 *
 * @param keys the network's own hyperparameters
 */
export function hyperparametersOf(
  fields: ConfigurationFields,
  keys: readonly ParameterKey[],
): Hyperparameters | null {
  return parseHyperparameters(asksForFreshSeed(fields) ? { ...fields, seed: '0' } : fields, keys);
}
