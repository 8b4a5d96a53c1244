import {
  choiceDeclaration,
  defaultHyperparameters,
  type Hyperparameters,
  isChoiceKey,
  numberDeclaration,
  type ParameterKey,
} from '../../configuration/hyperparameters.ts';
import { articleParameters, parameterLabel, usedParameters } from '../../configuration/parameters.ts';
import type { ParameterChange } from '../../history/history.ts';
import { networkNamed } from '../../network/networks.ts';
import type { LayerSpec } from '../../network/specification.ts';
import { counted, parameterText, wholeNumber } from './numbers.ts';

/** `0.02`, `Nesterov momentum`; a dash where these hyperparameters have no value. */
export function parameterValueText(key: ParameterKey, hyperparameters: Hyperparameters): string {
  const value = hyperparameters[key];
  if (value === undefined) return '–';
  if (!isChoiceKey(key)) return parameterText(Number(value));
  const option = choiceDeclaration(key).options.find((candidate) => candidate.value === value);
  return (option?.label ?? String(value)).replace(' (article)', '');
}

/** `120 hidden units`, `learning rate 0.02`, `optimizer: Nesterov momentum`: within a sentence. */
export function parameterPhrase(key: ParameterKey, hyperparameters: Hyperparameters): string {
  const label = parameterLabel(key).toLowerCase();
  const value = parameterValueText(key, hyperparameters);
  if (isChoiceKey(key)) return `${label}: ${value}`;
  const { counts, isInteger } = numberDeclaration(key);
  const count = hyperparameters[key] ?? 0;
  // A seed is no count.
  if (!counts) return `${label} ${isInteger && key !== 'seed' ? wholeNumber(count) : value}`;
  return `${wholeNumber(count)} ${counts[count === 1 ? 0 : 1]}`;
}

/** The article's parameters, and every other one that differs from the article's value. */
export function configurationText(network: string, values: Hyperparameters): string {
  const { title = network, parameters = [] } = networkNamed(network) ?? {};
  const told = usedParameters(parameters, values).filter(
    (key) => articleParameters.includes(key) || values[key] !== defaultHyperparameters[key],
  );
  return [title, ...told.map((key) => parameterPhrase(key, values))].join(', ');
}

/**
 * `120 units, learning rate 0.001`, `120 + 60 units, learning rate 0.001`, `16 + 32 + 64 filters, learning rate 0.03`; of a network
 * without hidden layers, its name stands in their place.
 */
export function shortConfiguration(network: string, hyperparameters: Hyperparameters): string {
  return `${networkSizeText(network, hyperparameters)}, learning rate ${parameterText(hyperparameters.learningRate)}`;
}

/** `120 units`, `16 + 32 + 64 filters`, `softmax` */
export function networkSizeText(network: string, hyperparameters: Hyperparameters): string {
  const layers = networkNamed(network)?.layers(hyperparameters) ?? [];
  const filters = outputsOf(layers, 'convolution');
  const hidden = outputsOf(layers, 'dense').slice(0, -1);
  return sizeText(filters, 'filter') ?? sizeText(hidden, 'unit') ?? network;
}

/** The changes of a value that are told one by one. */
const toldChanges = 3;

/** `0.012 → 0.39 at 249`: how a value that was changed during a run came about; null where it was not. */
export function changedValueText(key: ParameterKey, changes: readonly ParameterChange[]): string | null {
  const ofKey = changes.filter((change) => change.key === key);
  const [first] = ofKey;
  if (!first) return null;
  const told = ofKey
    .slice(-toldChanges)
    .map(({ step, to }) => `${parameterText(to)} at ${wholeNumber(step)}`);
  return [parameterText(first.from), ...(ofKey.length > toldChanges ? ['…'] : []), ...told].join(' → ');
}

/** The channels or units of each layer of that kind. */
function outputsOf(layers: readonly LayerSpec[], kind: 'convolution' | 'dense'): number[] {
  return layers.filter((layer) => layer.kind === kind).map(({ output }) => output.at(-1) ?? 0);
}

/** More layers than this are told as a range. */
const addends = 3;

/** `120 units`, `120 + 60 units`, `6 layers of 32 to 128 filters`; null of no layers. */
function sizeText(counts: readonly number[], noun: string): string | null {
  const [first] = counts;
  if (first === undefined) return null;
  if (counts.length === 1) return counted(first, noun);
  if (counts.length <= addends) return `${counts.map(wholeNumber).join(' + ')} ${noun}s`;
  return `${counts.length} layers of ${wholeNumber(Math.min(...counts))} to ${wholeNumber(Math.max(...counts))} ${noun}s`;
}
