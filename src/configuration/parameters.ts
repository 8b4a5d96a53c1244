import { choiceSpecs, isChoiceKey } from './choiceSpecs.ts';
import type { Hyperparameters } from './hyperparameters.ts';
import { numberSpecs } from './numberSpecs.ts';

export type ParameterKey = keyof Hyperparameters;

/** The hyperparameters that the article has, in the order in which the page shows them. */
export const articleParameters: readonly ParameterKey[] = [
  'hiddenUnits',
  'learningRate',
  'regConstant',
  'batchSize',
  'maxSteps',
  'seed',
];

/** What else can be turned, by what it is about. */
export const furtherParameters: readonly {
  readonly title: string;
  readonly keys: readonly ParameterKey[];
}[] = [
  {
    title: 'How it learns',
    keys: ['optimizer', 'momentum', 'weightDecay', 'schedule', 'warmupSteps', 'dropout'],
  },
  { title: 'What it sees', keys: ['inputScaling', 'whiteningEpsilon', 'flip', 'shift'] },
  { title: 'How it is judged', keys: ['validationImages', 'patience', 'lastBatch'] },
];

/** All hyperparameters, in the order in which the page shows them. */
export const parameterKeys: readonly ParameterKey[] = [
  ...articleParameters,
  ...furtherParameters.flatMap(({ keys }) => keys),
];

/** The parameters among `keys` that mean something in either of the two and are not alike in both. */
export function differingParameters(
  keys: readonly ParameterKey[],
  one: Hyperparameters,
  other: Hyperparameters,
): ParameterKey[] {
  return keys.filter((key) => one[key] !== other[key] && (isUsed(key, one) || isUsed(key, other)));
}

export function parameterLabel(key: ParameterKey): string {
  return isChoiceKey(key) ? choiceSpecs[key].label : numberSpecs[key].label;
}

/** Whether the parameter has any meaning beside these others; one that has none keeps the article's value. */
export function isUsed(
  key: ParameterKey,
  { optimizer, inputScaling, validationImages }: Hyperparameters,
): boolean {
  switch (key) {
    case 'momentum':
      return optimizer === 'momentum' || optimizer === 'nesterov';
    case 'whiteningEpsilon':
      return inputScaling === 'whitened';
    case 'patience':
      return validationImages > 0;
    default:
      return true;
  }
}
