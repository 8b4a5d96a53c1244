import { checkParameter } from '../configuration/checkParameter.ts';
import { articleHyperparameters, type Hyperparameters } from '../configuration/hyperparameters.ts';
import { type ParameterKey, parameterSpecs } from '../configuration/parameterSpecs.ts';
import type { Preset } from '../configuration/presets.ts';

/** What stands in each field, as typed: text that is not yet a value must not be lost. */
export type ConfigurationFields = Readonly<Record<ParameterKey, string>>;

export function fieldsOf(hyperparameters: Hyperparameters): ConfigurationFields {
  return {
    batchSize: String(hyperparameters.batchSize),
    hiddenUnits: String(hyperparameters.hiddenUnits),
    learningRate: String(hyperparameters.learningRate),
    maxSteps: String(hyperparameters.maxSteps),
    regConstant: String(hyperparameters.regConstant),
    seed: String(hyperparameters.seed),
  };
}

/** The preset's values; the seed stays as it is. */
export function fieldsOfPreset(
  { hyperparameters }: Preset,
  { seed }: ConfigurationFields,
): ConfigurationFields {
  return { ...fieldsOf({ ...hyperparameters, seed: 0 }), seed };
}

/** An empty seed field asks for a fresh seed, which is drawn when a run starts. */
export function asksForFreshSeed({ seed }: ConfigurationFields): boolean {
  return seed.trim() === '';
}

/**
 * The hyperparameters that the fields spell; null while any of them is not a value. A field that the network does not have
 * cannot be wrong. Where a fresh seed is asked for, the seed is 0 until it is drawn.
 *
 * @param keys the network's own hyperparameters
 */
export function hyperparametersOf(
  fields: ConfigurationFields,
  keys: readonly ParameterKey[],
): Hyperparameters | null {
  let result = articleHyperparameters;
  for (const spec of parameterSpecs) {
    if (!keys.includes(spec.key)) continue;
    const text = spec.key === 'seed' && asksForFreshSeed(fields) ? '0' : fields[spec.key];
    const check = checkParameter(spec, text);
    if (!check.ok) return null;
    result = { ...result, [spec.key]: check.value };
  }
  return result;
}
