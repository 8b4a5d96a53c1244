import { checkParameter, type ParameterCheck } from '../configuration/checkParameter.ts';
import { articleHyperparameters, type Hyperparameters } from '../configuration/hyperparameters.ts';
import { type ParameterKey, parameterSpecs } from '../configuration/parameterSpecs.ts';

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

/** The hyperparameters that the fields spell; null while any of them is not a value. */
export function hyperparametersOf(fields: ConfigurationFields): Hyperparameters | null {
  let result = articleHyperparameters;
  for (const spec of parameterSpecs) {
    const check: ParameterCheck = checkParameter(spec, fields[spec.key]);
    if (!check.ok) return null;
    result = { ...result, [spec.key]: check.value };
  }
  return result;
}
