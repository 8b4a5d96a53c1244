import { choiceSpecs, isChoiceKey } from '../../configuration/choiceSpecs.ts';
import { articleHyperparameters, type Hyperparameters } from '../../configuration/hyperparameters.ts';
import {
  articleParameters,
  isUsed,
  type ParameterKey,
  parameterLabel,
} from '../../configuration/parameters.ts';
import { networkNamed } from '../../network/networks.ts';
import { counted, parameterText } from './numbers.ts';

/** `120 hidden units`, `learning rate 0.02`, `optimizer: Nesterov momentum`: within a sentence. */
export function parameterPhrase(key: ParameterKey, values: Hyperparameters): string {
  if (key === 'hiddenUnits') return counted(values.hiddenUnits, 'hidden unit');
  if (key === 'maxSteps') return `${counted(values.maxSteps, 'step')} in all`;
  const label = parameterLabel(key).toLowerCase();
  if (!isChoiceKey(key)) return `${label} ${parameterText(values[key])}`;
  const option = choiceSpecs[key].options.find(({ value }) => value === values[key])?.label ?? values[key];
  return `${label}: ${option.replace(' (article)', '')}`;
}

/** What the article has, and what else is not as in the article. */
export function configurationText(network: string, values: Hyperparameters): string {
  const { title = network, parameters = [] } = networkNamed(network) ?? {};
  const told = parameters.filter(
    (key) =>
      isUsed(key, values) && (articleParameters.includes(key) || values[key] !== articleHyperparameters[key]),
  );
  return [title, ...told.map((key) => parameterPhrase(key, values))].join(', ');
}
